/** Whether a caller wants to know what an operation costs: not, beside its result, or instead of it. */
export type ReportMode = 'none' | 'full' | 'plan';

/** Reads the header `X-Upstream-Report`; anything but its two values asks for no report. */
export function reportModeOf(headers: Headers): ReportMode {
  switch (headers.get('x-upstream-report')) {
    case '1':
      return 'full';
    case 'plan':
      return 'plan';
    default:
      return 'none';
  }
}

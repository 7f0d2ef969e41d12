/** Report of an operation's cost that the caller asks for: none, beside its result, or in place of it. */
export type ReportMode = 'none' | 'full' | 'plan';

/** Reads the header `X-Upstream-Report`; values other than the two known ones ask for no report. */
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

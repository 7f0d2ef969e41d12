// The portal's zone: a date without one is read in it, and all dates are written in it (contract §1, §3 "Dates").
const portalOffset = '+03:00';
const portalOffsetMs = 3 * 3_600_000;

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Milliseconds of an ISO 8601 date or date-time; null when it is none. */
export function parseInstant(text: string): number | null {
  const [, day, minutes, seconds, zone] = iso.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const offset = zone === undefined ? portalOffset : zone.toUpperCase();
  const ms = Date.parse(`${day}T${minutes ?? '00:00'}${seconds ?? ':00'}${offset}`);
  if (Number.isNaN(ms)) return null;
  // Date.parse takes February 30 for March 2.
  const written = Date.parse(`${day}T00:00:00Z`);
  return new Date(written).toISOString().startsWith(day) ? ms : null;
}

/** `2020-05-08T10:48:20+03:00`; or UTC with milliseconds, as the deals page shows it (contract §1, "Dates"). */
export function formatInstant(ms: number, style: 'offset' | 'utc'): string {
  if (style === 'utc') return new Date(ms).toISOString();
  return new Date(ms + portalOffsetMs).toISOString().slice(0, 19) + portalOffset;
}

// Time zone of the portal, for dates without a zone and for all dates in responses (contract §1, §3 "Dates").
const portalOffset = '+03:00';
const portalOffsetMs = 3 * 3_600_000;

const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Returns the milliseconds since 1970 of an ISO 8601 date or time; null for any other text. */
export function parseInstant(text: string): number | null {
  const [, day, minutes, seconds, zone] = iso.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  const offset = zone === undefined ? portalOffset : zone.toUpperCase();
  const ms = Date.parse(`${day}T${minutes ?? '00:00'}${seconds ?? ':00'}${offset}`);
  if (Number.isNaN(ms)) return null;
  // Date.parse reads February 30 as March 2.
  const written = Date.parse(`${day}T00:00:00Z`);
  return new Date(written).toISOString().startsWith(day) ? ms : null;
}

/** Formats a time as `2020-05-08T10:48:20+03:00`, or as UTC with milliseconds (contract §1, "Dates"). */
export function formatInstant(ms: number, style: 'offset' | 'utc'): string {
  if (style === 'utc') return new Date(ms).toISOString();
  return new Date(ms + portalOffsetMs).toISOString().slice(0, 19) + portalOffset;
}

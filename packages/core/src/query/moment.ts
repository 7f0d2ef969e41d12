const ISO = /^(?<second>.*\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d+))?(?<offset>[Zz]|[+-]\d{2}:\d{2})$/;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Returns the first moment that is shown later than this one, in its own offset. Time columns are whole seconds (contract
 * §11.7); a text that has a fraction of one is taken to be exact to the millisecond.
 * @param text RFC 3339, or another form that `Date.parse` knows
 */
export function momentAfter(text: string): string {
  const { fraction = '', offset = 'Z' } = ISO.exec(text)?.groups ?? {};
  const isFine = /[1-9]/.test(fraction);
  const next = Date.parse(text) + (isFine ? 1 : SECOND_MS);
  const local = new Date(next + offsetMsOf(offset)).toISOString();
  return local.slice(0, isFine ? -1 : -'.000Z'.length) + offset;
}

function offsetMsOf(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return sign * (hours * 60 + minutes) * MINUTE_MS;
}

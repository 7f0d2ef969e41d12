/** Writes a moment as the input `datetime-local` shows it, in the time zone of the browser; empty for none. */
export function toLocalTime(moment: string): string {
  const date = new Date(moment);
  if (moment === '' || Number.isNaN(date.getTime())) return '';
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** Returns the moment of the input's value, with the offset that the browser's time zone has then; empty for none. */
export function fromLocalTime(value: string): string {
  const date = new Date(value);
  if (value === '' || Number.isNaN(date.getTime())) return '';
  return `${toLocalTime(date.toISOString())}${offsetText(-date.getTimezoneOffset())}`;
}

/** Writes an offset from UTC as RFC 3339 has it, such as `+03:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const twoDigits = (part: number): string => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

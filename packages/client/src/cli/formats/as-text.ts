/** Returns a value as one text: empty for null, a list separated by semicolons, JSON for objects. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.some(isObject)) return JSON.stringify(value);
  return value.map(asText).join('; ');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

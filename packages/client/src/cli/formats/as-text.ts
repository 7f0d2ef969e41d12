/** Returns a value as one text: nothing for no value, values with semicolons between, JSON for what has members. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || value.some(isObject)) return JSON.stringify(value);
  return value.map(asText).join('; ');
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Returns a value as one text: nothing for no value, values with semicolons between, JSON for what has members. */
export function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.some(isObject) ? JSON.stringify(value) : value.map(asText).join('; ');
  return isObject(value) ? JSON.stringify(value) : String(value as string | number | boolean);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

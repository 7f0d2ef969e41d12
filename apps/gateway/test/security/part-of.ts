/** Returns true if a response contains only values of the whole one: parts of it may be null. */
export function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === null || part === undefined) return true;
  if (Array.isArray(part)) {
    return (
      Array.isArray(whole) && part.length === whole.length && part.every((each, index) => isPartOf(each, whole[index]))
    );
  }
  if (typeof part !== 'object') return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([name, value]) =>
    isPartOf(value, (whole as Readonly<Record<string, unknown>>)[name]),
  );
}

/** Longest name that is compared; longer ones are no slip of a known name. */
const MAX_LENGTH = 60;

/** Returns the name that is most like `text`, if one is like it at all; case and underscores do not count. */
export function nearestOf(text: string, names: readonly string[]): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const plain = plainForm(text);
  const ranked = names
    .map((name) => ({ name, edits: editsBetween(plain, plainForm(name)) }))
    .toSorted((one, other) => one.edits - other.edits);
  const [best] = ranked;
  return best && best.edits <= Math.max(1, Math.floor(lastPart(plain).length / 3)) ? best.name : undefined;
}

/** A slip is measured against the name that it is in, not against those in front of a dot. */
function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Times of other entities of the REST API are named `createdAt`; those of contacts, `createdTime`. */
function plainForm(text: string): string {
  return text.toLowerCase().replaceAll('_', '').replace(/at$/, 'time');
}

/** Levenshtein's distance: letters to insert, delete or replace. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index += 1) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (one[index] === other[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The longest name that is compared, in UTF-16 units; natively names have 50 at most. */
const MAX_LENGTH = 60;

/** Returns names in the order of their likeness to `name`, the most alike first; letter case and underscores do not count. */
export function nearestFirst<N extends string>(name: string, names: readonly N[]): readonly N[] {
  if (name.length > MAX_LENGTH) return names;
  const plain = plainForm(name);
  return names
    .map((each) => ({ each, edits: editsBetween(plain, plainForm(each).slice(0, MAX_LENGTH)) }))
    .toSorted((one, other) => one.edits - other.edits)
    .map(({ each }) => each);
}

function plainForm(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Returns the number of letters to insert, delete or replace (Levenshtein's distance). */
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

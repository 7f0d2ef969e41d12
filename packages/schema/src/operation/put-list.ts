import type { ListProjection } from '@contacts/core';
import type { Position, Run } from './compiled.ts';
import { put } from './put.ts';
import { putKeyed } from './put-keyed.ts';
import type { Keyed } from './keyed.ts';

/** Number of entries that are put one by one where one of them cannot be copied. */
const FEW = 50;

/** Copies entries that are rows of an upstream. */
export interface ListCopier {
  readonly copy: ListProjection;
  /** The fields in whose places keys are copied, in the order of the keys. */
  readonly keyed: readonly Keyed[];
}

/** Writes the entries of a list. @param copier copies entries, if all that is selected can be copied or looked up */
export function putList(run: Run, entry: Position, values: unknown, copier?: ListCopier): void {
  if (!isIterable(values)) {
    throw new Error(`Expected Iterable, but did not find one for field "${entry.coordinate}".`);
  }
  const entries: readonly unknown[] = Array.isArray(values) ? values : [...values];
  run.text += '[';
  if (copier) copyEntries(run, entry, { entries, copier }, 0, entries.length);
  else putEntries(run, entry, entries, 0, entries.length);
  run.text += ']';
}

/** Copies all entries at once, or each half on its own. */
// oxlint-disable-next-line max-params -- two places of one list
function copyEntries(
  run: Run,
  entry: Position,
  list: { readonly entries: readonly unknown[]; readonly copier: ListCopier },
  from: number,
  to: number,
): void {
  const { copy, keyed } = list.copier;
  const copied = copy(list.entries, from, to);
  if (copied !== undefined) {
    const text = from === 0 ? copied : `,${copied}`;
    const putEach = (later: Run) => putEntries(later, entry, list.entries, from, to);
    if (keyed.length === 0) run.text += text;
    else putKeyed(run, entry, { text, keyed, putEach });
  } else if (to - from <= FEW) {
    putEntries(run, entry, list.entries, from, to);
  } else {
    const middle = Math.ceil((from + to) / 2);
    copyEntries(run, entry, list, from, middle);
    copyEntries(run, entry, list, middle, to);
  }
}

// oxlint-disable-next-line max-params -- two places of one list
function putEntries(run: Run, entry: Position, entries: readonly unknown[], from: number, to: number): void {
  const depth = run.path.length;
  for (let index = from; index < to; index += 1) {
    if (index > 0) run.text += ',';
    run.path.push(index);
    try {
      put(run, entry, entries[index]);
    } catch (error) {
      run.path.length = depth + 1;
      const located = run.located(entry.nodes, error);
      if (!entry.nullable) throw located;
      run.errors.push(located);
      run.text += 'null';
    }
    run.path.pop();
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

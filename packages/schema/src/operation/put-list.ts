import type { ListProjection } from '@contacts/core';
import type { Position, Run } from './compiled.ts';
import { put } from './put.ts';

/** Number of entries that are put one by one where one of them cannot be copied. */
const FEW = 50;

/** Writes the entries of a list. @param copied copies entries that are rows of an upstream, if all that is selected can be */
export function putList(run: Run, entry: Position, values: unknown, copied?: ListProjection): void {
  if (!isIterable(values)) {
    throw new Error(`Expected Iterable, but did not find one for field "${entry.coordinate}".`);
  }
  const entries: readonly unknown[] = Array.isArray(values) ? values : [...values];
  run.text += '[';
  if (copied) copyEntries(run, entry, { entries, copied }, 0, entries.length);
  else putEntries(run, entry, entries, 0, entries.length);
  run.text += ']';
}

/** Copies all entries at once, or each half on its own. */
// oxlint-disable-next-line max-params -- two places of one list
function copyEntries(
  run: Run,
  entry: Position,
  list: { readonly entries: readonly unknown[]; readonly copied: ListProjection },
  from: number,
  to: number,
): void {
  const text = list.copied(list.entries, from, to);
  if (text !== undefined) {
    run.text += from === 0 ? text : `,${text}`;
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

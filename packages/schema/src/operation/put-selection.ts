import { type ListProjection, listProjection, rowProjection, ScannedRow } from '@contacts/core';
import type { CompiledField, Write } from './compiled.ts';
import { putField } from './put.ts';

/**
 * Returns the writer of objects of which these fields are selected. Fields that show members of an upstream's row as they
 * are, are copied from its text, as many at once as stand side by side; all others, and all of other objects, are put one
 * by one. What those read of a row is noted on the way.
 */
export function selectionWriter(fields: readonly CompiledField[]): Write {
  const parts = partsOf(fields);
  const noted = new Set(fields.flatMap(({ copies, requires }) => (copies ? [] : (requires?.fields ?? []))));
  const first = parts.findIndex(([field]) => field.copies);
  const writers = parts.map((part, at) => partWriter(part, at === first ? [...noted] : []));
  return (run, source) => {
    run.text += '{';
    for (const write of writers) write(run, source);
    run.text += '}';
  };
}

/** Fields that are copied together, or one that is not copied. */
type Part = readonly [CompiledField, ...CompiledField[]];

function partsOf(fields: readonly CompiledField[]): readonly Part[] {
  const parts: [CompiledField, ...CompiledField[]][] = [];
  for (const field of fields) {
    const before = parts.at(-1);
    if (field.copies && before?.[0].copies) before.push(field);
    else parts.push([field]);
  }
  return parts;
}

function partWriter(part: Part, noted: readonly string[]): Write {
  const members = copiedMembers(part);
  const put: Write = (run, source) => {
    for (const field of part) putField(run, source, field);
  };
  if (members.length === 0) return put;
  const projection = rowProjection(members, noted);
  return (run, source) => {
    const text = source instanceof ScannedRow ? projection(source) : undefined;
    if (text === undefined) put(run, source);
    else run.text += text;
  };
}

/** Returns the function that copies many rows at once; `undefined` unless each of these fields can be copied. */
export function copierOf(fields: readonly CompiledField[]): ListProjection | undefined {
  const members = copiedMembers(fields);
  return members.length > 0 && members.length === fields.length ? listProjection(members) : undefined;
}

function copiedMembers(fields: readonly CompiledField[]) {
  return fields.flatMap(({ copies, head }) => (copies ? [{ ...copies, head }] : []));
}

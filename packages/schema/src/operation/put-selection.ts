import { rowProjection, ScannedRow } from '@contacts/core';
import type { CompiledField, Write } from './compiled.ts';
import { putField } from './put.ts';

/**
 * Returns the writer of objects of which these fields are selected. Fields that show members of an upstream's row as they
 * are, are copied from its text, as many at once as stand side by side; all others, and all of other objects, are put one
 * by one.
 */
export function selectionWriter(fields: readonly CompiledField[]): Write {
  const parts = partsOf(fields).map(partWriter);
  return (run, source) => {
    run.text += '{';
    for (const write of parts) write(run, source);
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

function partWriter(part: Part): Write {
  const members = part.flatMap(({ copies, head }) => (copies ? [{ ...copies, head }] : []));
  const put: Write = (run, source) => {
    for (const field of part) putField(run, source, field);
  };
  if (members.length === 0) return put;
  const projection = rowProjection(members);
  return (run, source) => {
    const text = source instanceof ScannedRow ? projection(source) : undefined;
    if (text === undefined) put(run, source);
    else run.text += text;
  };
}

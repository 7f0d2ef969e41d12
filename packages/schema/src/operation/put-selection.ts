import { type CopiedMember, listProjection, rowProjection, ScannedRow } from '@contacts/core';
import type { CompiledField, Write } from './compiled.ts';
import { putField } from './put.ts';
import type { ListCopier } from './put-list.ts';
import { keyedBy } from './keyed.ts';

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
  const members = part.flatMap((field) => memberOf(field) ?? []);
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

/** Returns what copies many rows at once; `undefined` unless each of these fields is copied or leads to a record. */
export function copierOf(fields: readonly CompiledField[]): ListCopier | undefined {
  const keyed = fields.flatMap((field) => keyedBy(field) ?? []);
  const members = fields.flatMap(
    (field) => memberOf(field) ?? keyed.find((each) => each.field === field)?.member ?? [],
  );
  return members.length > 0 && members.length === fields.length ? { copy: listProjection(members), keyed } : undefined;
}

function memberOf({ copies, head }: CompiledField): CopiedMember | undefined {
  return copies && { ...copies, head };
}

import type { Field, FieldKind } from '../fields/field.ts';
import type { Cell } from '../store/column.ts';
import type { MakeCell, SeedRow } from './seed-row.ts';

const filledShare = 0.3;
const otherFormShare = 1 / 3;
const firstDay = Date.UTC(2024, 0, 1, -3);
const dayMs = 86_400_000;

/** Returns the maker of each stored field, by name. A field without `seed` gets values of its kind in 30 % of the rows. */
export function fieldMakers(fields: readonly Field[]): Map<string, MakeCell> {
  return new Map(
    fields.flatMap((field) => {
      const make = field.seed ?? sometimes(makersByKind[field.kind]);
      return field.name === 'id' || make === null ? [] : [[field.name, make] as const];
    }),
  );
}

/** Returns the same makers, with a third of the empty native texts as `''` and of the empty links as 0 (contract §11.7). */
export function withBothEmptyForms(
  fields: readonly Field[],
  makers: ReadonlyMap<string, MakeCell>,
): Map<string, MakeCell> {
  const result = new Map(makers);
  for (const { name, kind, link, type } of fields) {
    const make = makers.get(name);
    const isNativeText = type === undefined && (kind === 'string' || kind === 'code');
    if (make === undefined || (!isNativeText && link !== true)) continue;
    const otherForm = link === true ? 0 : '';
    result.set(name, (row) => make(row) ?? (row.random.chance(otherFormShare) ? otherForm : null));
  }
  return result;
}

/** Makes a value in 30 % of the rows. */
export function sometimes(make: MakeCell | null): MakeCell | null {
  return make === null ? null : (row) => (row.random.chance(filledShare) ? make(row) : null);
}

/** Values of each kind; multifields are stored in one column of their own. */
export const makersByKind: Readonly<Record<FieldKind, MakeCell | null>> = {
  integer: ({ random }) => random.below(100),
  double: ({ random }) => random.below(100) / 4,
  boolean: ({ random }) => random.below(2),
  yesno: ({ random }) => random.below(2),
  date: ({ random }) => firstDay + random.below(700) * dayMs,
  datetime: ({ random }) => firstDay + random.below(700) * dayMs + random.below(86_400) * 1000,
  string: (row) => String(itemNumber(row)),
  code: (row) => `CODE_${itemNumber(row)}`,
  list: (row): Cell => JSON.stringify([`item${itemNumber(row)}`]),
  phone: null,
  email: null,
  web: null,
};

function itemNumber({ random }: SeedRow): number {
  return 1 + random.below(500);
}

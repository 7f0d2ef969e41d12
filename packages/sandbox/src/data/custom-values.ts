import type { Field } from '../fields/field.ts';
import { makersByKind, sometimes } from './field-makers.ts';
import type { MakeCell } from './seed-row.ts';

/** Makes the values of a custom field, by the native type of the field. Most rows have none. */
export function customValue(userType: string, field: Pick<Field, 'kind' | 'items' | 'multiple'>): MakeCell {
  const make = makersByUserType(field)[userType] ?? makersByKind[field.kind];
  return sometimes(make) ?? (() => null);
}

function makersByUserType({ kind, items = [], multiple }: Pick<Field, 'kind' | 'items' | 'multiple'>) {
  const makers: Readonly<Record<string, MakeCell>> = {
    enumeration({ random }) {
      const { id } = random.pick(items);
      return multiple === true ? JSON.stringify([id]) : id;
    },
    money: ({ random }) => `${random.below(100) * 500}|RUB`,
    url: ({ random }) => `https://page${1 + random.below(500)}.example/`,
    file({ random }) {
      const id = 1 + random.below(500);
      return JSON.stringify({ id, url: `/bitrix/components/file/?id=${id}` });
    },
    employee: ({ random }) => 1 + random.below(8),
    crm: ({ random }) => JSON.stringify([`CO_${1 + random.below(60)}`]),
    crm_status: ({ random }) => random.pick(['CALL', 'EMAIL', 'WEB']),
    address({ random }) {
      const number = 1 + random.below(500);
      return `${number} Sample street|;|${number}`;
    },
    iblock_element: ({ random }) => 1 + random.below(500),
    iblock_section: ({ random }) => 1 + random.below(500),
    ...(kind === 'list' && { string: ({ random }) => JSON.stringify([`nick${1 + random.below(500)}`]) }),
  };
  return makers;
}

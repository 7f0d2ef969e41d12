import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import { type ContractApi, membersOf, type Row } from '../run/contract-api.ts';
import { condition } from './values.ts';

const formsOfBooleans = ['"Y" and "N"', '"1" and "0"', 'true and false'] as const;
const zeros = ['with those of 0', 'without those of 0'] as const;

/** Values of custom fields, and conditions on them (contract §2 "UF", §11.6). */
export const customFieldChecks: readonly Check[] = [
  {
    id: 'custom.booleans',
    source: '§2 "Booleans": custom ones keep the native form',
    expected: formsOfBooleans,
    async run(api) {
      const names = await customFields(api, ['boolean']);
      const values = (await rowsWith(api, names)).flatMap((row) => names.map((name) => row[name]));
      const shown = new Set(values.filter((value) => value !== null && value !== undefined && value !== ''));
      if (shown.size === 0) inconclusive('values of a custom boolean');
      const form = [
        ['Y', 'N'],
        ['1', '0'],
        [true, false],
      ].findIndex((pair) => [...shown].every((value) => pair.some((one) => one === value)));
      return formsOfBooleans[form] ?? JSON.stringify([...shown]);
    },
  },
  {
    id: 'custom.empty-number',
    source: '§11.6: of numbers an empty value finds 0 and NULL',
    expected: zeros,
    async run(api) {
      for (const name of await customFields(api, ['integer', 'double', 'boolean'])) {
        const isZero = (row: Row) => [0, '0', 'N', false].includes(row[name] as string);
        const sample = await rowsWith(api, [name]);
        if (!sample.some(isZero)) continue;
        const { rows, outcome } = await api.get(
          `/v1/contacts?limit=200&select=id,${name}&order[id]=asc&${condition(`[${name}]`, '')}`,
        );
        if (outcome !== '200') return outcome;
        const wrong = rows.find(
          (row) => !isZero(row) && row[name] !== null && row[name] !== undefined && row[name] !== '',
        );
        if (wrong) return `${name}: id ${String(wrong['id'])} has a value`;
        return rows.some(isZero) ? zeros[0] : zeros[1];
      }
      return inconclusive('a custom number or boolean of 0');
    },
  },
];

async function customFields(api: ContractApi, types: readonly string[]): Promise<readonly string[]> {
  const { data } = await api.get('/v1/contacts/fields');
  const fields = Object.entries(membersOf(membersOf(data)['fields']));
  return fields
    .filter(
      ([name, field]) =>
        /^uf_?crm/i.test(name) &&
        types.includes(String(membersOf(field)['type'])) &&
        membersOf(field)['isMultiple'] !== true,
    )
    .map(([name]) => name);
}

async function rowsWith(api: ContractApi, names: readonly string[]): Promise<readonly Row[]> {
  if (names.length === 0) return [];
  return (await api.get(`/v1/contacts?limit=200&select=id,${names.join(',')}&order[id]=asc`)).rows;
}

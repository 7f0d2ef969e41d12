import type { Check } from '../run/check.ts';
import { type ContractApi, membersOf, type Row } from '../run/contract-api.ts';
import { atLeast } from './list-checks.ts';
import { ids, idOf, sampleOf } from './sample.ts';
import { commonValue, condition } from './values.ts';

/** Conditions on phones, of which a contact may have several and a list shows the first (contract §3, "Multifields"). */
export const filterPhoneChecks: readonly Check[] = [
  {
    id: 'filter.phone',
    source: '§9 "phone/email filter"',
    expected: 'those with the number',
    run: async (api) => {
      const number = String(commonValue(await sampleOf(api), 'phone'));
      return withNumber(api, condition('[phone]', number), number, 'those with the number');
    },
  },
  {
    id: 'filter.contains.phone',
    source: '§3 "Multifields"; §9 "phone/email filter"',
    expected: ['those with the part', 'whole numbers only'],
    run: async (api) => {
      const part = String(commonValue(await sampleOf(api), 'phone')).slice(3, 9);
      const asked = condition('[phone][$contains]', part);
      const got = await withNumber(api, asked, part, 'those with the part');
      return got === 'none of 0' ? 'whole numbers only' : got;
    },
  },
];

/** Returns the text if the rows are those of the sample with a part of a number, or have it in another phone. */
async function withNumber(api: ContractApi, asked: string, part: string, text: string): Promise<string> {
  await atLeast(api, 10);
  const sample = await sampleOf(api);
  const has = ({ phone }: Row) => typeof phone === 'string' && phone.includes(part);
  const inside = sample.rows.filter(has);
  const { rows, meta } = await api.get(`/v1/contacts?limit=50&select=id,phone&order[id]=asc&${asked}`);
  const missing = inside.filter((row) => !rows.some(({ id }) => id === row['id']));
  if (missing.length > 0) return rows.length === 0 ? `none of ${String(meta['total'])}` : `without ${ids(missing)}`;
  // Each of them costs a request; a few are enough.
  for (const row of rows.filter((one) => !has(one)).slice(0, 3)) {
    const { fm } = membersOf((await api.get(`/v1/contacts/${idOf(row)}`)).data);
    if (!JSON.stringify(fm ?? '').includes(part)) return `id ${idOf(row)} without it`;
  }
  return text;
}

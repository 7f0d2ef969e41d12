import { packMultifields } from '../fields/multifields.ts';
import type { Cell } from '../store/column.ts';
import { type MakeCell, type SeedRow } from './seed-row.ts';

// The made-up values of companies; the list of fields names them.

const adjectives = ['Северный', 'Новый', 'Большой', 'First', 'Green', 'Blue', 'Central', 'Тихий', 'Rapid', 'Golden'];
const nouns = ['Мост', 'Парк', 'Берег', 'Harbour', 'Field', 'Works', 'Дом', 'Лес', 'Trade', 'Orchard', 'Завод'];
const forms = ['ООО', 'АО', 'Ltd', 'GmbH', 'ИП'];
const firstCreation = Date.UTC(2019, 5, 3, 6);
const hourMs = 3_600_000;

export const title: MakeCell = ({ id, random }) =>
  `${random.pick(forms)} ${random.pick(adjectives)} ${random.pick(nouns)} ${id}`;

export const revenue: MakeCell = ({ random }) => (random.chance(0.6) ? random.below(900) * 1000 : null);

export const companyCreatedTime: MakeCell = ({ id }) => firstCreation + ((id * 11) % 50_000) * hourMs;

export const companyUpdatedTime: MakeCell = ({ random, cells }) =>
  Number(cells['createdTime']) + random.below(1000) * hourMs;

/** One phone, one e-mail and one web address for each company. */
export function companyMultifields({ id }: SeedRow): Cell {
  const phone = `7495555${String(id % 10_000).padStart(4, '0')}`;
  return packMultifields([
    { id: 9_000_000 + id * 3, typeId: 'PHONE', valueType: 'WORK', value: phone },
    { id: 9_000_001 + id * 3, typeId: 'EMAIL', valueType: 'WORK', value: `office${id}@company.example` },
    { id: 9_000_002 + id * 3, typeId: 'WEB', valueType: 'WORK', value: `https://company${id}.example/` },
  ]);
}

import { packMultifields } from '../fields/multifields.ts';
import { type Cells, MULTIFIELDS } from '../store/table.ts';
import { createRandom } from './random.ts';
import { statusCodes } from './statuses.ts';

const adjectives = ['Северный', 'Новый', 'Большой', 'First', 'Green', 'Blue', 'Central', 'Тихий', 'Rapid', 'Golden'];
const nouns = ['Мост', 'Парк', 'Берег', 'Harbour', 'Field', 'Works', 'Дом', 'Лес', 'Trade', 'Orchard', 'Завод'];
const forms = ['ООО', 'АО', 'Ltd', 'GmbH', 'ИП'];

/** The made-up company with this id: the same for the same seed. */
export function seedCompany(id: number, seed: number): Cells {
  const random = createRandom(seed, 4, id);
  const created = Date.UTC(2019, 5, 3, 6) + ((id * 11) % 50_000) * 3_600_000;
  return {
    title: `${random.pick(forms)} ${random.pick(adjectives)} ${random.pick(nouns)} ${id}`,
    companyType: random.pick(statusCodes('COMPANY_TYPE')),
    industry: random.chance(0.9) ? random.pick(statusCodes('INDUSTRY')) : null,
    revenue: random.chance(0.6) ? random.below(900) * 1000 : null,
    currencyId: 'RUB',
    sourceId: random.pick(statusCodes('SOURCE')),
    assignedById: 1 + random.below(8),
    createdBy: 1,
    updatedBy: 1 + random.below(8),
    createdTime: created,
    updatedTime: created + random.below(1000) * 3_600_000,
    opened: random.chance(0.8) ? 1 : 0,
    [MULTIFIELDS]: packMultifields([
      {
        id: 9_000_000 + id * 3,
        typeId: 'PHONE',
        valueType: 'WORK',
        value: `7495555${String(id % 10_000).padStart(4, '0')}`,
      },
      { id: 9_000_001 + id * 3, typeId: 'EMAIL', valueType: 'WORK', value: `office${id}@company.example` },
      { id: 9_000_002 + id * 3, typeId: 'WEB', valueType: 'WORK', value: `https://company${id}.example/` },
    ]),
  };
}

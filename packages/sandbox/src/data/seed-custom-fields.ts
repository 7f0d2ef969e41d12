import { contactCustomFields, type CustomField } from '../fields/custom-fields.ts';
import type { Cell } from '../store/column.ts';
import type { Cells } from '../store/table.ts';
import type { Random } from './random.ts';

const filledShare = 0.3;
const base = Date.UTC(2024, 0, 1, -3);
const dayMs = 86_400_000;

/** Values of every custom field for some of the contacts. */
export function seedCustomFields(random: Random): Cells {
  const cells: Record<string, Cell> = {};
  for (const field of contactCustomFields) {
    cells[field.name] = random.chance(filledShare) ? valueOf(field, random) : null;
  }
  return cells;
}

function valueOf(field: CustomField, random: Random): Cell {
  const item = 1 + random.below(500);
  switch (field.userType) {
    case 'integer':
      return random.below(100);
    case 'double':
      return random.below(100) / 4;
    case 'boolean':
      return random.below(2);
    case 'date':
      return base + random.below(700) * dayMs;
    case 'datetime':
      return base + random.below(700) * dayMs + random.below(86_400) * 1000;
    case 'enumeration': {
      const { id } = random.pick(field.items ?? []);
      return field.multiple === true ? JSON.stringify([id]) : id;
    }
    case 'money':
      return `${random.below(100) * 500}|RUB`;
    case 'url':
      return `https://page${item}.example/`;
    case 'file':
      return JSON.stringify({ id: item, url: `/bitrix/components/file/?id=${item}` });
    case 'employee':
      return 1 + random.below(8);
    case 'crm':
      return JSON.stringify([`CO_${1 + random.below(60)}`]);
    case 'crm_status':
      return random.pick(['CALL', 'EMAIL', 'WEB']);
    case 'address':
      return `${item} Sample street|;|${item}`;
    case 'iblock_element':
    case 'iblock_section':
      return item;
    default:
      return field.multiple === true ? JSON.stringify([`nick${item}`]) : String(item);
  }
}

import type { FieldDescription } from '../entities/field-description.ts';
import { nearestFirst } from '../entities/nearest-names.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { FilterScalar } from './filter.ts';

/** Options that an error lists at most. */
const MAX_LISTED = 20;

/**
 * Returns a condition's value in the forms in which the upstream can have stored it.
 * @param argument that has the value
 * @throws InvalidArgumentError for a value that the field cannot have
 */
export function storedForms(
  value: FilterScalar,
  { type, items }: FieldDescription,
  argument: string,
): readonly FilterScalar[] {
  switch (type) {
    case 'boolean':
      // Natively custom booleans are filtered by 1 and 0 (contract §3, "Boolean UF").
      return [Number(value)];
    case 'enumeration':
      return [optionId(String(value), items, argument)];
    case 'money':
      return moneyForms(String(value));
    default:
      return [value];
  }
}

/** An option is given by its id or by its title; where the portal lists none, only by its id. */
function optionId(value: string, items: FieldDescription['items'], argument: string): number {
  const title = value.trim().toLowerCase();
  const option =
    items.find(({ id }) => id === value) ?? items.find((item) => item.value.trim().toLowerCase() === title);
  const id = Number(option?.id ?? (items.length === 0 ? value : Number.NaN));
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new InvalidArgumentError(
    argument,
    value,
    `the id or the title of an option of the field: ${listed(value, items)}`,
  );
}

function listed(value: string, items: FieldDescription['items']): string {
  if (items.length === 0) return 'the portal lists none, so an id';
  const titles = nearestFirst(
    value,
    items.map((item) => item.value),
  );
  const idOf = new Map(items.map((item) => [item.value, item.id]));
  const more = titles.length > MAX_LISTED ? `, and ${titles.length - MAX_LISTED} more in contactFields` : '';
  return `${titles
    .slice(0, MAX_LISTED)
    .map((each) => `${each} (${idOf.get(each)})`)
    .join(', ')}${more}`;
}

/** "1500|RUB" (contract §2, aggregate); natively an amount keeps the decimals that it was written with. */
function moneyForms(value: string): readonly string[] {
  const [amount = '', currency = ''] = value.split('|');
  const number = Number(amount);
  return [...new Set([String(number), number.toFixed(1), number.toFixed(2)])]
    .filter((form) => Number(form) === number)
    .map((form) => `${form}|${currency}`);
}

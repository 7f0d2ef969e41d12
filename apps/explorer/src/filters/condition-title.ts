import type { ContactFilter } from '@contacts/client';
import { columnTitle } from '../columns/titles.ts';
import { cellText } from '../list/cell-text.ts';
import { conditionsOf, fieldOf, isSingle, readCondition } from './condition.ts';

/** Titles of the schema's operators. One that is missing here is shown by its own name. */
const operatorTitles: Readonly<Record<string, string>> = {
  eq: 'is',
  ne: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  gt: 'is greater than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  contains: 'contains',
  matches: 'matches',
  isEmpty: 'is empty',
};
const momentTitles: Readonly<Record<string, string>> = {
  gt: 'is after',
  gte: 'is at or after',
  lt: 'is before',
  lte: 'is at or before',
};
const dayTitles: Readonly<Record<string, string>> = { ...momentTitles, gte: 'is on or after', lte: 'is on or before' };
const titlesOfTypes: Readonly<Record<string, typeof operatorTitles>> = { DateTime: momentTitles, Date: dayTitles };

export function operatorTitle(operator: string, type: string): string {
  return titlesOfTypes[type]?.[operator] ?? operatorTitles[operator] ?? operator;
}

/**
 * Returns a condition as a sentence, such as `Last name contains Pet`.
 * @param customTitles titles of custom fields by their names
 */
export function conditionTitle(text: string, customTitles: ReadonlyMap<string, string>): string {
  if (!isSingle(text)) {
    const { or } = JSON.parse(text) as { readonly or: readonly ContactFilter[] };
    const branchTitle = (filter: ContactFilter): string =>
      conditionsOf(filter)
        .map((condition) => conditionTitle(condition, customTitles))
        .join(' and ');
    return or.map(branchTitle).join(' or ');
  }
  const condition = readCondition(text);
  const { operator, value } = condition;
  const type = fieldOf(condition)?.operators[operator]?.type ?? '';
  const title = columnTitle(condition.field, customTitles);
  if (operator === 'isEmpty') return `${title} ${value === 'true' ? 'is empty' : 'is not empty'}`;
  return `${title} ${operatorTitle(operator, type)} ${valueTitle(value, type)}`;
}

function valueTitle(value: string, type: string): string {
  if (type === 'Boolean') return value === 'true' ? 'yes' : 'no';
  if (type === 'MoneyInput') return value.replaceAll('|', ' ');
  if (value.startsWith('[')) return value.slice(1, -1).replaceAll('"', '').replaceAll(',', ', ');
  return type === 'DateTime' ? cellText(value) : value;
}

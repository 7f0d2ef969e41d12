import { type Condition, type CustomKind, type FilterOperator, InvalidArgumentError } from '@contacts/core';
import { checkedValue, checkWanted, type Operators } from './entity/operators.ts';
import { checkLength, type InputLimits } from './input-limits.ts';

/** Conditions on a custom field, as GraphQL has coerced them. */
export type CustomFieldInput = { readonly field: string } & {
  readonly [K in CustomKind]?: Readonly<Record<string, unknown>> | null | undefined;
};

interface MoneyInput {
  readonly amount: number;
  readonly currency: string;
}

const kinds = [
  'string',
  'number',
  'boolean',
  'dateTime',
  'date',
  'code',
  'money',
] as const satisfies readonly CustomKind[];

/**
 * Returns conditions on custom fields, with the names and values of the caller: the portal's own are known once its
 * field list is read.
 * @param path of the list, such as `filter.custom`
 * @throws InvalidArgumentError, ListTooLongError
 */
export function customConditions(
  inputs: readonly CustomFieldInput[],
  path: string,
  limits: InputLimits,
): readonly Condition[] {
  checkLength(path, inputs, limits.customFields, 'fields');
  return inputs.flatMap((input, index) => {
    const argument = `${path}[${index}]`;
    const kind = onlyKind(input, argument);
    const at = `${argument}.${kind}`;
    const operators = operatorsOf(input[kind] ?? {}, kind, at);
    const conditions = Object.entries(operators).flatMap(([operator, given]): Condition[] => {
      if (given === undefined) return [];
      const value = checkedValue(`${at}.${operator}`, given, { plural: 'contacts', limits });
      return [{ field: input.field, operator: operator as FilterOperator, value, unresolved: { argument, kind } }];
    });
    checkWanted(at, operators, conditions);
    return conditions;
  });
}

function onlyKind(input: CustomFieldInput, argument: string): CustomKind {
  const [kind, ...others] = kinds.filter((each) => input[each] !== undefined && input[each] !== null);
  if (kind !== undefined && others.length === 0) return kind;
  throw new InvalidArgumentError(argument, input, `\`field\` and exactly one of ${kinds.join(', ')}`);
}

function operatorsOf(given: Readonly<Record<string, unknown>>, kind: CustomKind, at: string): Operators {
  if (kind !== 'money') return given as Operators;
  return Object.fromEntries(
    Object.entries(given).map(([operator, value]) => {
      if (Array.isArray(value)) {
        return [operator, (value as MoneyInput[]).map((each, index) => moneyText(each, `${at}.${operator}[${index}]`))];
      }
      const isAmount = typeof value === 'object' && value !== null;
      return [operator, isAmount ? moneyText(value as MoneyInput, `${at}.${operator}`) : (value as boolean | null)];
    }),
  );
}

/** Returns an amount in the upstream's form (contract §2, aggregate). */
function moneyText({ amount, currency }: MoneyInput, at: string): string {
  if (/^[A-Za-z]{3}$/.test(currency)) return `${amount}|${currency.toUpperCase()}`;
  throw new InvalidArgumentError(`${at}.currency`, currency, 'an ISO 4217 code of three letters');
}

import { changeParams, isObject } from './messages.ts';
import type { Condition } from './change-filter.ts';
import { conditions, everything, filtered, type Mutation, nothing, params } from './mutation.ts';
import { accepted } from './error-responses.ts';

/** Faults of the syntaxes, of several conditions, and of kinds of fields. */
export const filterSyntaxMutations: readonly Mutation[] = [
  syntaxDropped(
    'prefix',
    ['filter.syntaxes.gte', 'filter.syntaxes.ne', 'filter.syntaxes.contains', 'filter.not-in'],
    80,
  ),
  syntaxDropped('dollar', ['filter.syntaxes.gte', 'filter.syntaxes.ne', 'filter.syntaxes.contains', 'filter.in'], 40),
  syntaxDropped('symbol', ['filter.syntaxes.gte', 'filter.syntaxes.ne', 'filter.syntaxes.contains'], 10),
  {
    id: 'filter.prefix.as-equality',
    fault: 'treats a key such as ">=id" as equality',
    caughtBy: ['filter.syntaxes.gte', 'filter.syntaxes.gt', 'filter.syntaxes.lte', 'filter.syntaxes.lt'],
    others: 80,
    ...conditions((one) => (one.syntax === 'prefix' && !Array.isArray(one.value) ? { ...one, operator: 'eq' } : one)),
  },
  {
    id: 'filter.and.first-only',
    fault: 'uses only the first condition of a filter',
    caughtBy: ['filter.and', 'filter.and.fields', 'filter.syntaxes.gte', 'filter.date.between'],
    others: 20,
    ...params((given) => {
      const { filter } = given;
      if (!isObject(filter)) return given;
      const [first] = Object.entries(filter);
      if (first === undefined || Object.keys(filter).length === 1) return given;
      return { ...given, filter: Object.fromEntries([first]) };
    }),
  },
  {
    id: 'filter.and.as-or',
    fault: 'finds what satisfies either of two conditions',
    caughtBy: ['filter.and.fields', 'filter.syntaxes.gte', 'filter.syntaxes.lt'],
    others: 20,
    ...params((given) => {
      const { filter } = given;
      const parts = isObject(filter) ? Object.entries(filter) : [];
      if (parts.length < 2) return given;
      const each = parts.map(([key, value], index) => [index, { [key]: value }] as const);
      return { ...given, filter: { 0: { logic: 'OR', ...Object.fromEntries(each) } } };
    }),
  },
  {
    id: 'filter.json-text.ignored',
    fault: 'ignores a filter that comes as one JSON text',
    caughtBy: ['filter.json-text', 'filter.json-text.prefix'],
    others: 1,
    ...params((given) => (typeof given['filter'] === 'string' ? { ...given, filter: undefined } : given)),
  },
  {
    id: 'filter.number-text',
    fault: 'does not find a number by the text of a query string',
    caughtBy: ['filter.number-as-text'],
    others: 80,
    ...conditions((one) =>
      typeof one.value === 'string' && one.field === 'companyId' && one.value !== '' ? nothing : one,
    ),
  },
  {
    id: 'filter.boolean.ignored',
    fault: 'ignores conditions on booleans',
    caughtBy: ['filter.boolean'],
    ...conditions((one) => (one.field === 'opened' ? everything : one)),
  },
  {
    id: 'filter.boolean.inverted',
    fault: 'inverts conditions on booleans',
    caughtBy: ['filter.boolean'],
    ...conditions((one) => (one.field === 'opened' ? { ...one, value: 0 } : one)),
  },
  {
    id: 'filter.phone.ignored',
    fault: 'ignores conditions on phones',
    caughtBy: ['filter.phone', 'filter.contains.phone'],
    ...conditions((one) => (one.field === 'phone' ? everything : one)),
  },
  {
    id: 'filter.custom.ignored',
    fault: 'ignores conditions on custom fields',
    caughtBy: ['filter.custom-field', 'custom.empty-number'],
    ...conditions((one) => (one.field.startsWith('ufCrm') ? everything : one)),
  },
  {
    id: 'filter.unknown-field.ignored',
    fault: 'ignores conditions on fields that do not exist',
    caughtBy: ['filter.unknown-field', 'aggregate.bad-filter'],
    ...conditions((one) => (one.field === 'noSuchField' ? everything : one)),
  },
  {
    id: 'filter.unknown-field.native-error',
    fault: 'returns the native error for fields that do not exist',
    caughtBy: ['filter.unknown-field', 'aggregate.bad-filter'],
    sandbox: { switches: { unknownFilterField: 'BITRIX_ERROR' } },
  },
  {
    id: 'filter.unknown-operator.ignored',
    fault: 'finds nothing for operators that do not exist',
    caughtBy: ['filter.unknown-operator', 'filter.from-to', 'filter.operators-listed'],
    // $nin too, if it is one of them.
    others: 1,
    ...accepted('INVALID_FILTER_OPERATOR'),
  },
  {
    id: 'filter.bad-value.accepted',
    fault: 'finds nothing for values of another type',
    caughtBy: ['filter.bad-number', 'filter.bad-date', 'filter.not-an-object'],
    ...accepted('INVALID_FILTER'),
  },
];

function syntaxDropped(syntax: Condition['syntax'], caughtBy: readonly string[], others: number): Mutation {
  return {
    id: `filter.${syntax}-syntax-ignored`,
    fault: `ignores conditions in the ${syntax} syntax`,
    caughtBy,
    others,
    request: (request) =>
      changeParams(request, (given) => filtered(given, (one) => (one.syntax === syntax ? everything : one))),
  };
}

import { type ParsedRequest, changeParams, changeRows, isObject } from './messages.ts';
import type { Condition } from './change-filter.ts';
import {
  type SendUnaltered,
  conditions,
  everything,
  filtered,
  isEmptyValue,
  type Mutation,
  nothing,
} from './mutation.ts';

/** Faults of conditions on text: patterns, letter case, substrings (contract §9, §11.6). */
export const textMutations: readonly Mutation[] = [
  {
    id: 'like.equality',
    fault: 'uses "_" and "%" of the value in equality as a pattern (contract §11.6)',
    caughtBy: ['filter.equality.underscore', 'filter.equality.percent'],
    others: 1,
    ...patterns((one) => one.operator === 'eq'),
  },
  {
    id: 'like.lists',
    fault: 'uses "_" and "%" in a list of values as a pattern',
    caughtBy: ['filter.in.underscore'],
    ...patterns((one) => one.operator === 'in'),
  },
  {
    id: 'like.range',
    fault: 'ignores "_" in ranges of text',
    caughtBy: ['filter.range.underscore'],
    ...conditions((one) =>
      one.field === 'lastName' && one.operator.endsWith('te') && String(one.value).includes('_') ? everything : one,
    ),
  },
  {
    id: 'like.contains-all',
    fault: 'finds all rows by a part with "_"',
    caughtBy: ['filter.contains.underscore'],
    ...conditions((one) => (one.operator === 'contains' && String(one.value).includes('_') ? everything : one)),
  },
  {
    id: 'case.sensitive',
    fault: 'compares text with its letter case',
    caughtBy: ['filter.case-insensitive', 'filter.in.text', 'filter.contains.case-insensitive'],
    others: 14,
    sandbox: { switches: { caseSensitive: true } },
  },
  {
    id: 'case.equality-only',
    fault: 'compares text with its letter case in equality',
    caughtBy: ['filter.case-insensitive'],
    others: 2,
    ...exactText((one) => one.operator === 'eq'),
  },
  {
    id: 'case.lists-only',
    fault: 'compares text with its letter case in lists',
    caughtBy: ['filter.in.text'],
    ...exactText((one) => one.operator === 'in'),
  },
  {
    id: 'contains.from-the-start',
    fault: 'finds a part only at the start of a text',
    caughtBy: ['filter.syntaxes.contains', 'filter.contains.case-insensitive', 'filter.json-text.prefix'],
    others: 1,
    request: (request, sandbox) =>
      replaced(
        request,
        sandbox,
        (one) => one.operator === 'contains' && one.field === 'lastName',
        (name, part) => name.toLowerCase().startsWith(part.toLowerCase()),
      ),
  },
  {
    id: 'phone.contains-all',
    fault: 'finds all rows by a part of a phone',
    caughtBy: ['filter.contains.phone'],
    ...conditions((one) => (one.field === 'phone' && one.operator === 'contains' ? everything : one)),
  },
];

/** Uses the value of conditions on the last name as a pattern. */
function patterns(applies: (one: Condition) => boolean): Pick<Mutation, 'request'> {
  return {
    request: (request, sandbox) =>
      replaced(
        request,
        sandbox,
        (one) => one.field === 'lastName' && applies(one),
        (name, pattern) => {
          const source = pattern
            .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
            .replaceAll('_', '.')
            .replaceAll('%', '.*');
          return new RegExp(`^${source}$`, 'iu').test(name);
        },
      ),
  };
}

/** Compares last names with their letter case. */
function exactText(applies: (one: Condition) => boolean): Pick<Mutation, 'response'> {
  return {
    response(response, request) {
      const names = lastNamesOf(request, applies);
      return names === null
        ? response
        : changeRows(response, (rows) => rows.filter((row) => names.has(String(row['lastName']))));
    },
  };
}

/** Returns the values of the matching conditions on the last name; null if there are none. */
function lastNamesOf(request: ParsedRequest, applies: (one: Condition) => boolean): ReadonlySet<string> | null {
  const names = new Set<string>();
  changeParams(request, (given) =>
    filtered(given, (one) => {
      if (one.field === 'lastName' && applies(one) && !isEmptyValue(one.value)) {
        for (const value of Array.isArray(one.value) ? one.value : [one.value]) names.add(String(value));
      }
      return one;
    }),
  );
  return names.size === 0 ? null : names;
}

/** Replaces a condition by the last names that `test` accepts. */
async function replaced(
  request: ParsedRequest,
  sandbox: SendUnaltered,
  applies: (one: Condition) => boolean,
  test: (name: string, value: string) => boolean,
): Promise<ParsedRequest> {
  const { body } = await sandbox({
    method: 'GET',
    path: '/v1/contacts',
    query: { limit: 5000, select: 'id,lastName' },
    body: undefined,
    headers: request.headers,
  });
  const rows: readonly unknown[] = isObject(body) && Array.isArray(body['data']) ? body['data'] : [];
  const names = [
    ...new Set(rows.flatMap((row) => (isObject(row) && typeof row['lastName'] === 'string' ? [row['lastName']] : []))),
  ];
  return changeParams(request, (given) =>
    filtered(given, (one) => {
      if (!applies(one) || isEmptyValue(one.value)) return one;
      const values = Array.isArray(one.value) ? one.value : [one.value];
      const value = names.filter((name) => values.some((text) => test(name, String(text))));
      return value.length === 0 ? nothing : { ...one, operator: 'in', value };
    }),
  );
}

import { type Members, listOf, changeMeta, changeParams, changeRows, isObject } from './exchange.ts';
import { dataFault, lists, type Mutation } from './mutation.ts';
import { accepted, refusedWith } from './refusals.ts';

const one = /^\/v1\/contacts\/\d+$/;
const fields = /^\/v1\/contacts\/fields$/;

// Also compared: lists that have fm, and the answer of a write.
const withLists = 2;

/** Faults of single contacts, of the field list, and of relations. */
export const recordMutations: readonly Mutation[] = [
  dataFault(
    'get.select-honoured',
    'gives only the selected members of one contact',
    one,
    (contact, query) => ('select' in query ? { id: contact['id'] } : contact),
    ['get.full-object'],
  ),
  dataFault(
    'get.fm-missing',
    'gives a contact without fm',
    one,
    ({ fm: _fm, ...rest }) => rest,
    ['get.full-object', 'get.fm'],
    withLists,
  ),
  dataFault(
    'get.fm-first-only',
    'gives only the first entry of fm',
    one,
    (contact) => ({ ...contact, fm: listOf(contact['fm']).slice(0, 1) }),
    ['get.fm'],
    withLists,
  ),
  dataFault(
    'get.fm-untyped',
    'gives phones and e-mails without their types',
    one,
    (contact) => ({
      ...contact,
      fm: listOf(contact['fm']).map((entry) => ({ value: isObject(entry) ? entry['value'] : null })),
    }),
    ['get.fm'],
    withLists,
  ),
  {
    id: 'get.another-contact',
    fault: 'gives the next contact',
    caughtBy: ['get.full-object', 'get.fm'],
    others: 4,
    ask: (ask) =>
      one.test(ask.path) && ask.method === 'GET' && !ask.path.includes('99999')
        ? { ...ask, path: ask.path.replace(/(?<=\/)\d+$/, (id) => String(Number(id) + 1)) }
        : ask,
  },
  {
    id: 'get.missing-is-null',
    fault: 'gives null for a contact that does not exist',
    caughtBy: ['get.missing', 'error.envelope'],
    others: 1,
    answer: (answer, { path }) =>
      answer.status === 404 && one.test(path)
        ? { ...answer, status: 200, body: { success: true, data: null } }
        : answer,
  },
  {
    id: 'get.missing-another-code',
    fault: 'says NOT_FOUND for contacts and companies that do not exist',
    caughtBy: ['get.missing', 'companies.missing', 'users.missing'],
    others: 1,
    ...refusedWith('ENTITY_NOT_FOUND', 404, 'NOT_FOUND'),
  },
  {
    id: 'get.bad-id-is-missing',
    fault: 'says 404 for an id that is none',
    caughtBy: ['get.not-a-number', 'get.zero'],
    others: 0,
    answer: (answer, { path }) => (/^\/v1\/contacts\/(?:abc|0)$/.test(path) ? { ...answer, status: 404 } : answer),
  },
  {
    id: 'get.statuses-missing-code',
    fault: 'says ENTITY_NOT_FOUND for statuses',
    caughtBy: ['statuses.missing'],
    others: 0,
    ...refusedWith('NOT_FOUND', 404, 'ENTITY_NOT_FOUND'),
  },
  dataFault(
    'fields.incomplete',
    'leaves a field out of the field list',
    fields,
    (given) => ({
      ...given,
      fields: Object.fromEntries(Object.entries(given['fields'] ?? {}).filter(([name]) => name !== 'honorific')),
    }),
    ['fields.documented'],
    1,
  ),
  dataFault(
    'fields.untyped',
    'gives fields without their types',
    fields,
    (given) => ({
      ...given,
      fields: Object.fromEntries(Object.entries(given['fields'] ?? {}).map(([name]) => [name, { title: name }])),
    }),
    ['fields.described'],
    1,
  ),
  dataFault(
    'fields.all-writable',
    'says of every field that it can be written',
    fields,
    (given) => ({
      ...given,
      fields: Object.fromEntries(
        Object.entries(given['fields'] ?? {}).map(([name, field]) => [
          name,
          { ...(field as Members), isReadOnly: false },
        ]),
      ),
    }),
    ['fields.described'],
    1,
  ),
  dataFault(
    'fields.include-missing',
    'names no relations',
    fields,
    ({ include: _include, ...rest }) => rest,
    ['fields.include'],
    1,
  ),
  {
    id: 'include.missing',
    fault: 'gives no relations',
    // A request without "include" has no wrong one either.
    caughtBy: [
      'include.company',
      'include.company.by-id',
      'include.requisite',
      'include.above-200',
      'batch.get-include',
    ],
    others: 2,
    ask: (ask) =>
      changeParams('include' in ask.query ? { ...ask, query: { ...ask.query, include: '' } } : ask, (given) =>
        'include' in given ? { ...given, include: undefined } : given,
      ),
  },
  {
    id: 'include.another-company',
    fault: 'gives each row the company of the next',
    caughtBy: ['include.company'],
    others: 0,
    ...lists((answer) =>
      changeRows(answer, (rows) =>
        rows.map((row, index) => ('_included' in row ? { ...row, _included: rows[index + 1]?.['_included'] } : row)),
      ),
    ),
  },
  {
    id: 'include.always-an-object',
    fault: 'gives an empty company where there is none',
    caughtBy: ['include.company'],
    others: 0,
    ...lists((answer) =>
      changeRows(answer, (rows) =>
        rows.map((row) =>
          isObject(row['_included']) ? { ...row, _included: { company: {}, ...nonNull(row['_included']) } } : row,
        ),
      ),
    ),
  },
  dataFault(
    'include.untitled-company',
    'gives a company without its title',
    one,
    (contact) =>
      isObject(contact['_included']) ? { ...contact, _included: { company: { id: contact['companyId'] } } } : contact,
    ['include.company.by-id'],
  ),
  {
    id: 'include.one-requisite',
    fault: 'gives one requisite instead of a list',
    caughtBy: ['include.requisite'],
    others: 0,
    ...lists((answer, { query }) =>
      query['include'] === 'requisite'
        ? changeRows(answer, (rows) => rows.map((row) => ({ ...row, _included: { requisites: null } })))
        : answer,
    ),
  },
  {
    id: 'include.never-skipped',
    fault: 'does not say that relations are left out',
    caughtBy: ['include.above-200'],
    others: 0,
    ...lists((answer) => changeMeta(answer, ({ includeSkipped: _skipped, ...meta }) => meta)),
  },
  {
    id: 'include.skipped-above-50',
    fault: 'leaves relations out above 50 rows',
    caughtBy: ['include.above-200'],
    others: 0,
    ...lists((answer) =>
      changeRows(answer, (rows) => (rows.length > 50 ? rows.map(({ _included: _rest, ...row }) => row) : rows)),
    ),
  },
  {
    id: 'include.unknown-ignored',
    fault: 'ignores relations that do not exist',
    caughtBy: ['include.unknown'],
    others: 0,
    ...accepted('INVALID_INCLUDE'),
  },
  {
    id: 'include.four-taken',
    fault: 'takes four relations',
    caughtBy: ['include.four'],
    others: 0,
    ...accepted('INCLUDE_LIMIT_EXCEEDED'),
  },
  {
    id: 'fm.cut-in-lists',
    fault: 'gives only the first entry of fm in lists (contract §11.9)',
    caughtBy: ['list.fm-with-everything'],
    others: 2,
    sandbox: { switches: { phoneShape: 'get' } },
    ...lists((answer) =>
      changeRows(answer, (rows) =>
        rows.map((row) => ('fm' in row ? { ...row, fm: listOf(row['fm']).slice(0, 1) } : row)),
      ),
    ),
  },
];

function nonNull(value: Members): Members {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

import { type Members, listOf, changeMeta, changeParams, changeRows, isObject } from './messages.ts';
import { dataFault, lists, type Mutation } from './mutation.ts';
import { accepted, rejectedWith } from './error-responses.ts';

const one = /^\/v1\/contacts\/\d+$/;
const fields = /^\/v1\/contacts\/fields$/;

// Checks of lists with fm and of writes compare fm too.
const withLists = 2;

/** Faults of single contacts, of the field list, and of relations. */
export const recordMutations: readonly Mutation[] = [
  dataFault(
    'get.select-honoured',
    'returns only the selected members of one contact',
    one,
    (contact, query) => ('select' in query ? { id: contact['id'] } : contact),
    ['get.full-object'],
  ),
  dataFault(
    'get.fm-missing',
    'returns a contact without fm',
    one,
    ({ fm: _fm, ...rest }) => rest,
    ['get.full-object', 'get.fm'],
    withLists,
  ),
  dataFault(
    'get.fm-first-only',
    'returns only the first entry of fm',
    one,
    (contact) => ({ ...contact, fm: listOf(contact['fm']).slice(0, 1) }),
    ['get.fm'],
    withLists,
  ),
  dataFault(
    'get.fm-untyped',
    'returns phones and e-mails without their types',
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
    fault: 'returns the next contact',
    caughtBy: ['get.full-object', 'get.fm'],
    others: 4,
    request: (request) =>
      one.test(request.path) && request.method === 'GET' && !request.path.includes('99999')
        ? { ...request, path: request.path.replace(/(?<=\/)\d+$/, (id) => String(Number(id) + 1)) }
        : request,
  },
  {
    id: 'get.missing-is-null',
    fault: 'returns null for a contact that does not exist',
    caughtBy: ['get.missing', 'error.envelope'],
    others: 1,
    response: (response, { path }) =>
      response.status === 404 && one.test(path)
        ? { ...response, status: 200, body: { success: true, data: null } }
        : response,
  },
  {
    id: 'get.missing-another-code',
    fault: 'returns NOT_FOUND for contacts and companies that do not exist',
    caughtBy: ['get.missing', 'companies.missing', 'users.missing'],
    others: 1,
    ...rejectedWith('ENTITY_NOT_FOUND', 404, 'NOT_FOUND'),
  },
  {
    id: 'get.bad-id-is-missing',
    fault: 'returns 404 for an invalid id',
    caughtBy: ['get.not-a-number', 'get.zero'],
    response: (response, { path }) =>
      /^\/v1\/contacts\/(?:abc|0)$/.test(path) ? { ...response, status: 404 } : response,
  },
  {
    id: 'get.statuses-missing-code',
    fault: 'returns ENTITY_NOT_FOUND for statuses',
    caughtBy: ['statuses.missing'],
    ...rejectedWith('NOT_FOUND', 404, 'ENTITY_NOT_FOUND'),
  },
  dataFault(
    'fields.incomplete',
    'omits a field from the field list',
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
    'returns fields without their types',
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
    'reports every field as writable',
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
    fault: 'returns no relations',
    // A request without "include" has no invalid one.
    caughtBy: [
      'include.company',
      'include.company.by-id',
      'include.requisite',
      'include.above-200',
      'batch.get-include',
    ],
    others: 2,
    request: (request) =>
      changeParams(
        'include' in request.query ? { ...request, query: { ...request.query, include: '' } } : request,
        (given) => ('include' in given ? { ...given, include: undefined } : given),
      ),
  },
  {
    id: 'include.another-company',
    fault: 'returns with each row the company of the next row',
    caughtBy: ['include.company'],
    ...lists((response) =>
      changeRows(response, (rows) =>
        rows.map((row, index) => ('_included' in row ? { ...row, _included: rows[index + 1]?.['_included'] } : row)),
      ),
    ),
  },
  {
    id: 'include.always-an-object',
    fault: 'returns an empty company for contacts without one',
    caughtBy: ['include.company'],
    ...lists((response) =>
      changeRows(response, (rows) =>
        rows.map((row) =>
          isObject(row['_included']) ? { ...row, _included: { company: {}, ...nonNull(row['_included']) } } : row,
        ),
      ),
    ),
  },
  dataFault(
    'include.untitled-company',
    'returns a company without its title',
    one,
    (contact) =>
      isObject(contact['_included']) ? { ...contact, _included: { company: { id: contact['companyId'] } } } : contact,
    ['include.company.by-id'],
  ),
  {
    id: 'include.one-requisite',
    fault: 'returns one requisite instead of a list',
    caughtBy: ['include.requisite'],
    ...lists((response, { query }) =>
      query['include'] === 'requisite'
        ? changeRows(response, (rows) => rows.map((row) => ({ ...row, _included: { requisites: null } })))
        : response,
    ),
  },
  {
    id: 'include.never-skipped',
    fault: 'does not report that relations are missing',
    caughtBy: ['include.above-200'],
    ...lists((response) => changeMeta(response, ({ includeSkipped: _skipped, ...meta }) => meta)),
  },
  {
    id: 'include.skipped-above-50',
    fault: 'omits relations above 50 rows',
    caughtBy: ['include.above-200'],
    ...lists((response) =>
      changeRows(response, (rows) => (rows.length > 50 ? rows.map(({ _included: _rest, ...row }) => row) : rows)),
    ),
  },
  {
    id: 'include.unknown-ignored',
    fault: 'ignores relations that do not exist',
    caughtBy: ['include.unknown'],
    ...accepted('INVALID_INCLUDE'),
  },
  {
    id: 'include.four-taken',
    fault: 'accepts four relations',
    caughtBy: ['include.four'],
    ...accepted('INCLUDE_LIMIT_EXCEEDED'),
  },
  {
    id: 'fm.cut-in-lists',
    fault: 'returns only the first entry of fm in lists (contract §11.9)',
    caughtBy: ['list.fm-with-everything'],
    others: 2,
    sandbox: { switches: { phoneShape: 'get' } },
    ...lists((response) =>
      changeRows(response, (rows) =>
        rows.map((row) => ('fm' in row ? { ...row, fm: listOf(row['fm']).slice(0, 1) } : row)),
      ),
    ),
  },
];

function nonNull(value: Members): Members {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}

import { type Members, membersOf, changeData, changeRows } from './messages.ts';
import { at, type Mutation } from './mutation.ts';
import { rejected } from './error-responses.ts';

/** Faults of dictionaries, companies, users, requisites, and of /v1/me. */
export const entityMutations: readonly Mutation[] = [
  {
    id: 'statuses.filter-ignored',
    fault: 'returns all dictionaries for one',
    caughtBy: ['statuses.dictionary'],
    request: (request) => (request.path === '/v1/statuses' ? { ...request, query: {} } : request),
  },
  rows('statuses.unnamed', 'returns statuses without names', /^\/v1\/statuses$/, ({ name: _name, ...row }) => row, [
    'statuses.dictionary',
  ]),
  rows(
    'statuses.other-codes',
    'returns other codes than those of contacts',
    /^\/v1\/statuses$/,
    (row) => ({ ...row, statusId: `X_${String(row['statusId'])}` }),
    ['statuses.codes-of-contacts'],
  ),
  {
    id: 'companies.untitled',
    fault: 'returns a company without its title',
    caughtBy: ['companies.titles', 'include.company.by-id'],
    ...at(/^\/v1\/companies\/\d+$/, (response) => changeData(response, (data) => ({ id: membersOf(data)['id'] }))),
  },
  ...(['companies', 'users'] as const).flatMap((entity): readonly Mutation[] =>
    (['filter', 'order'] as const).map((parameter) => ({
      id: `${entity}.${parameter}-ignored`,
      fault: `ignores the ${parameter} of a list of ${entity}`,
      caughtBy: [`${entity}.page`],
      request: (request) =>
        request.method === 'GET' && request.path === `/v1/${entity}`
          ? { ...request, query: { ...request.query, [parameter]: undefined } }
          : request,
    })),
  ),
  {
    id: 'users.me-another',
    fault: 'returns the second user for users/me',
    caughtBy: ['users.me'],
    request: (request) => (request.path === '/v1/users/me' ? { ...request, path: '/v1/users/2' } : request),
  },
  {
    id: 'users.me-unknown',
    fault: 'rejects "me" as an invalid id',
    caughtBy: ['users.me'],
    ...rejected(({ path }) => path === '/v1/users/me', 'INVALID_PARAMS'),
  },
  rows('users.unnamed', 'returns users without names', /^\/v1\/users$/, (row) => ({ id: row['id'] }), [
    'users.responsible',
  ]),
  {
    id: 'requisites.of-all',
    fault: 'returns the requisites of all owners for one',
    caughtBy: ['requisites.of-owner'],
    request: (request) =>
      request.path === '/v1/requisites' ? { ...request, query: { ...request.query, filter: undefined } } : request,
  },
  {
    id: 'userfields.incomplete',
    fault: 'omits a custom field from the definitions',
    caughtBy: ['userfields.named'],
    ...at(/^\/v1\/userfields\/contacts$/, (response) => changeRows(response, (all) => all.slice(1))),
  },
  me(
    'me.portal-without-domain',
    'returns the name of the portal without its domain',
    (data) => ({ ...data, portal: 'mycompany' }),
    ['me.portal'],
  ),
  me('me.scopes-missing', 'does not name the scopes of the key', ({ scopes: _scopes, ...data }) => data, ['me.portal']),
  me('me.rate-missing', 'does not report the rate', ({ rateLimit: _rate, ...data }) => data, ['me.rate']),
];

function rows(
  id: string,
  fault: string,
  path: RegExp,
  change: (row: Members) => Members,
  caughtBy: readonly string[],
): Mutation {
  return { id, fault, caughtBy, ...at(path, (response) => changeRows(response, (all) => all.map(change))) };
}

function me(id: string, fault: string, change: (data: Members) => Members, caughtBy: readonly string[]): Mutation {
  return {
    id,
    fault,
    caughtBy,
    ...at(/^\/v1\/me$/, (response) => changeData(response, (data) => change(membersOf(data)))),
  };
}

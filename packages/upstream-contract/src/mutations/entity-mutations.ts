import { type Members, membersOf, changeData, changeRows } from './exchange.ts';
import { at, type Mutation } from './mutation.ts';
import { refused } from './refusals.ts';

/** Faults of dictionaries, companies, users, requisites, and of /v1/me. */
export const entityMutations: readonly Mutation[] = [
  {
    id: 'statuses.filter-ignored',
    fault: 'gives all dictionaries for one',
    caughtBy: ['statuses.dictionary'],
    others: 0,
    ask: (ask) => (ask.path === '/v1/statuses' ? { ...ask, query: {} } : ask),
  },
  rows('statuses.unnamed', 'gives statuses without names', /^\/v1\/statuses$/, ({ name: _name, ...row }) => row, [
    'statuses.dictionary',
  ]),
  rows(
    'statuses.other-codes',
    'gives other codes than those of contacts',
    /^\/v1\/statuses$/,
    (row) => ({ ...row, statusId: `X_${String(row['statusId'])}` }),
    ['statuses.codes-of-contacts'],
  ),
  {
    id: 'companies.untitled',
    fault: 'gives a company without its title',
    caughtBy: ['companies.titles', 'include.company.by-id'],
    others: 0,
    ...at(/^\/v1\/companies\/\d+$/, (answer) => changeData(answer, (data) => ({ id: membersOf(data)['id'] }))),
  },
  {
    id: 'users.me-another',
    fault: 'gives the second user for users/me',
    caughtBy: ['users.me'],
    others: 0,
    ask: (ask) => (ask.path === '/v1/users/me' ? { ...ask, path: '/v1/users/2' } : ask),
  },
  {
    id: 'users.me-unknown',
    fault: 'takes "me" for an id that is none',
    caughtBy: ['users.me'],
    others: 0,
    ...refused(({ path }) => path === '/v1/users/me', 'INVALID_PARAMS'),
  },
  rows('users.unnamed', 'gives users without names', /^\/v1\/users$/, (row) => ({ id: row['id'] }), [
    'users.responsible',
  ]),
  {
    id: 'requisites.of-all',
    fault: 'gives the requisites of all owners for one',
    caughtBy: ['requisites.of-owner'],
    others: 0,
    ask: (ask) => (ask.path === '/v1/requisites' ? { ...ask, query: { ...ask.query, filter: undefined } } : ask),
  },
  {
    id: 'userfields.incomplete',
    fault: 'leaves a custom field out of the definitions',
    caughtBy: ['userfields.named'],
    others: 0,
    ...at(/^\/v1\/userfields\/contacts$/, (answer) => changeRows(answer, (all) => all.slice(1))),
  },
  me(
    'me.portal-without-domain',
    'gives the name of the portal without its domain',
    (data) => ({ ...data, portal: 'mycompany' }),
    ['me.portal'],
  ),
  me('me.scopes-missing', 'does not name the scopes of the key', ({ scopes: _scopes, ...data }) => data, ['me.portal']),
  me('me.rate-missing', 'does not say the rate', ({ rateLimit: _rate, ...data }) => data, ['me.rate']),
];

function rows(
  id: string,
  fault: string,
  path: RegExp,
  change: (row: Members) => Members,
  caughtBy: readonly string[],
): Mutation {
  return { id, fault, caughtBy, others: 0, ...at(path, (answer) => changeRows(answer, (all) => all.map(change))) };
}

function me(id: string, fault: string, change: (data: Members) => Members, caughtBy: readonly string[]): Mutation {
  return {
    id,
    fault,
    caughtBy,
    others: 0,
    ...at(/^\/v1\/me$/, (answer) => changeData(answer, (data) => change(membersOf(data)))),
  };
}

import { expect, test } from 'vitest';
import { UpstreamError } from '../errors.ts';
import type { EntityName } from '../entities/entity.ts';
import type { Call } from '../wire/call.ts';
import { withRequiredScope } from './required-scope.ts';

const list = (entity: EntityName): Call => ({
  kind: 'list',
  entity,
  filter: {},
  order: [],
  offset: 0,
  limit: 1,
  withTotal: false,
});
const refused = (code: string, requiredScope?: string): UpstreamError =>
  new UpstreamError('forbidden', 'refused', {
    details: { code, status: 403, ...(requiredScope && { requiredScope }) },
  });
const scopeIn = (call: Call, error: UpstreamError): unknown => withRequiredScope(error, call).details.requiredScope;

test.each<[string, Call, string | undefined]>([
  ['contacts', list('contacts'), 'crm'],
  ['companies', list('companies'), 'crm'],
  ['statuses', list('statuses'), 'crm'],
  ['requisites', list('requisites'), 'crm'],
  ['users', list('users'), 'user'],
  ['an aggregate', { kind: 'aggregate', entity: 'contacts', filter: {} }, 'crm'],
  ['the field list', { kind: 'fields' }, 'crm'],
  ['the key itself, which needs none', { kind: 'me' }, undefined],
])('a missing scope is named for %s', (_name, call, scope) => {
  expect(scopeIn(call, refused('SCOPE_DENIED'))).toBe(scope);
  expect(scopeIn(call, refused('SCOPE_NOT_ALLOWED'))).toBe(scope);
});

test('a scope that the upstream names is kept', () => {
  expect(scopeIn(list('users'), refused('SCOPE_DENIED', 'user_basic'))).toBe('user_basic');
});

test.each(['BITRIX_ACCESS_DENIED', 'IP_NOT_ALLOWED', 'BILLING_EXHAUSTED'])(
  '%s is not about a scope and names none',
  (code) => {
    expect(scopeIn(list('users'), refused(code))).toBeUndefined();
  },
);

test('a result that is no error is unchanged', () => {
  const result = { data: 1 };
  expect(withRequiredScope(result, list('users'))).toBe(result);
});

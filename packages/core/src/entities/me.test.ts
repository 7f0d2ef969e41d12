import { expect, test } from 'vitest';
import { toMe } from './me.ts';

const misfit = expect.objectContaining({ code: 'bad_response' });

test('a key has its portal, its scopes and its access mode (contract §6)', () => {
  const me = toMe({ type: 'personal', portal: 'a-b.bitrix24.ru', scopes: ['crm', 'user'], accessMode: 'READONLY' });
  expect([me.portal, me.scopes, me.accessMode]).toEqual(['a-b.bitrix24.ru', ['crm', 'user'], 'READONLY']);
});

test('scopes and access mode that the answer lacks are null', () => {
  const me = toMe({ portal: 'a.bitrix24.ru' });
  expect([me.scopes, me.accessMode]).toEqual([null, null]);
});

test.each([[{}], [{ portal: 1 }], [{ portal: 'evil.example/x?' }], [{ portal: 'a b' }]])(
  '%j names no portal, and the rest of it stays',
  (data) => {
    const me = toMe({ ...data, scopes: ['crm'] });
    expect(() => me.portal).toThrow(misfit);
    expect(me.scopes).toEqual(['crm']);
  },
);

test.each([['crm'], [[1]], [{ crm: true }]])('%j are no scopes, which is an error where they are read', (scopes) => {
  const me = toMe({ portal: 'a.bitrix24.ru', scopes });
  expect(() => me.scopes).toThrow(misfit);
  expect(me.portal).toBe('a.bitrix24.ru');
});

test.each([[null], ['x'], [[]]])('%j is no key', (data) => {
  expect(() => toMe(data)).toThrow(misfit);
});

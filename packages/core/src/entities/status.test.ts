import { expect, test } from 'vitest';
import { toStatus } from './status.ts';

const web = { entityId: 'SOURCE', statusId: 'WEB', name: 'Site', sort: 30, color: '#fff' };

test('an entry (contract §7)', () => {
  const expected = { dictionary: 'SOURCE', statusId: 'WEB', name: 'Site', sort: 30, color: '#fff' };
  expect(toStatus(web)).toEqual(expected);
  expect(toStatus({ ...web, sort: '30', SYSTEM: 'Y' })).toEqual(expected);
  expect(toStatus({ entityId: 'SOURCE', statusId: 5, name: '', color: null })).toEqual({
    dictionary: 'SOURCE',
    statusId: '5',
    name: null,
    sort: null,
    color: null,
  });
});

test.each([
  ['name', { ru: 'x' }],
  ['sort', 'last'],
  ['sort', 1.5],
  ['color', ['red']],
] as const)('%s of an unknown form (%j) is an error where it is read', (field, value) => {
  const status = toStatus({ ...web, [field]: value });
  expect(() => status[field]).toThrow(expect.objectContaining({ code: 'bad_response' }));
  expect(() => status[field]).toThrow(`"${field}"`);
  expect(status.statusId).toBe('WEB');
});

test.each([
  ['statusId', undefined],
  ['statusId', ''],
  ['statusId', { x: 1 }],
  ['entityId', null],
])('an entry without its %s (%j) is an error', (field, value) => {
  expect(() => toStatus({ ...web, [field]: value })).toThrow(`"${field}"`);
});

import { expect, test } from 'vitest';
import { toRequisite } from './requisite.ts';

const one = { id: 1, entityId: 17, name: 'Main', rqName: 'Anna', rqCompanyName: 'A', rqInn: '77', rqKpp: '88' };

test('a requisite (contract §7)', () => {
  expect(toRequisite({ ...one, id: '1', entityId: '17', rqInn: 77 })).toEqual(one);
  const blank = { name: null, rqName: null, rqCompanyName: null, rqInn: null, rqKpp: null };
  expect(toRequisite({ id: 1, entityId: 17 })).toEqual({ id: 1, entityId: 17, ...blank });
});

test.each(['name', 'rqName', 'rqCompanyName', 'rqInn', 'rqKpp'] as const)(
  '%s of an unknown form is an error where it is read',
  (field) => {
    const requisite = toRequisite({ ...one, [field]: [1] });
    expect(() => requisite[field]).toThrow(`"${field}"`);
    expect(requisite.id).toBe(1);
  },
);

test.each(['id', 'entityId'])('without its %s it is none', (field) => {
  expect(() => toRequisite({ ...one, [field]: 'x' })).toThrow(`"${field}"`);
});

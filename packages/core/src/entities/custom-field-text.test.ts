import { expect, test } from 'vitest';
import { plainValue, textOf } from './custom-field-text.ts';
import type { CustomFieldValue } from './custom-field-value.ts';

test.each<[CustomFieldValue, string, unknown]>([
  [{ kind: 'string', value: 'A-1' }, 'A-1', 'A-1'],
  [{ kind: 'number', value: 2.5 }, '2.5', 2.5],
  [{ kind: 'boolean', value: false }, 'false', false],
  [{ kind: 'date', value: '2024-07-22' }, '2024-07-22', '2024-07-22'],
  [{ kind: 'datetime', value: '2024-07-22T18:00:08+03:00' }, '2024-07-22T18:00:08+03:00', '2024-07-22T18:00:08+03:00'],
  [{ kind: 'money', amount: 1500, currency: 'RUB' }, '1500 RUB', { amount: 1500, currency: 'RUB' }],
  [{ kind: 'money', amount: 0.5, currency: null }, '0.5', { amount: 0.5, currency: null }],
  [{ kind: 'option', id: '52', title: 'Wholesale' }, 'Wholesale', 'Wholesale'],
  [{ kind: 'option', id: '53', title: null }, '53', '53'],
])('%j is read as %s', (value, text, plain) => {
  expect(textOf([value])).toBe(text);
  expect(plainValue(value)).toEqual(plain);
});

test('several values are separated by commas, and none are null', () => {
  const values = ['Doors', 'Roofs'].map((title, at): CustomFieldValue => ({ kind: 'option', id: String(at), title }));
  expect(textOf(values)).toBe('Doors, Roofs');
  expect(textOf([])).toBeNull();
});

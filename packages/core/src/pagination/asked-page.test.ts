import { expect, test } from 'vitest';
import { contacts } from '../entities/contact.ts';
import { askedPage, type PageArguments } from './asked-page.ts';
import type { PagingOptions } from './connection.ts';

const paging: PagingOptions = { cursorSecrets: ['a secret'], nullsOrder: 'low' };
const wants = { hasNextPage: true, hasPreviousPage: false, total: false };
const args = (first: number): PageArguments => ({ entity: contacts, filter: [], orderBy: [], first, wants });

test('arguments are checked once for each object of them', () => {
  const given = args(5);
  expect(askedPage(given, paging)).toBe(askedPage(given, paging));
  expect(askedPage(given, paging)).not.toBe(askedPage(args(5), paging));
});

test('a copy with other arguments is another page', () => {
  const given = args(5);
  askedPage(given, paging);
  const copy = { ...given, first: 6 };
  expect(askedPage(copy, paging).request.first).toBe(6);
  expect(askedPage(given, paging).request.first).toBe(5);
});

test('arguments of other rules are checked again', () => {
  const given = args(5);
  const exact = askedPage(given, paging);
  expect(askedPage(given, { ...paging, form: 'anchored-offset' })).not.toBe(exact);
});

test('a page of the same fields is prepared once', () => {
  const asked = askedPage(args(5), paging);
  const fields = new Set(['name']);
  expect(asked.with(fields)).toBe(asked.with(fields));
  expect(asked.with(new Set(['post'])).request.fields).toEqual(new Set(['post']));
});

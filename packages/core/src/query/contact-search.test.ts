import { expect, test } from 'vitest';
import { InvalidArgumentError } from '../errors.ts';
import { contactSearch } from './contact-search.ts';

/** The filters of a search as texts, such as `name∋Ivan & lastName∋Petrov`. */
function shown(text: string): readonly string[] {
  return contactSearch('search', text).map((filter) =>
    filter.map(({ field, value }) => `${field}∋${String(value)}`).join(' & '),
  );
}

test.each<[string, string, readonly string[]]>([
  ['a part of a word', 'iva', ['name∋iva', 'lastName∋iva', 'email∋iva']],
  ['spaces around it', '  iva ', ['name∋iva', 'lastName∋iva', 'email∋iva']],
  ['an e-mail address', 'a@b.ru', ['name∋a@b.ru', 'lastName∋a@b.ru', 'email∋a@b.ru']],
  ['few digits', '12', ['name∋12', 'lastName∋12', 'email∋12']],
  ['digits', '916555', ['name∋916555', 'lastName∋916555', 'email∋916555', 'phone∋916555']],
  ['a phone number as people write it', '+7 (916) 555-22-33', ['phone∋9165552233']],
  ['the same with an 8', '8 916 555 22 33', ['phone∋9165552233']],
  ['the beginning of a phone number', '+7 (916) 555', ['phone∋7916555']],
  ['a number of another country', '+49 30 901820', ['phone∋4930901820']],
  [
    'two words',
    'Ivan  Petrov',
    ['name∋Ivan & lastName∋Petrov', 'lastName∋Ivan & name∋Petrov', 'name∋Ivan Petrov', 'lastName∋Ivan Petrov'],
  ],
  [
    'three words',
    'Anna Maria Bell',
    [
      'name∋Anna & lastName∋Maria Bell',
      'lastName∋Anna & name∋Maria Bell',
      'name∋Anna Maria & lastName∋Bell',
      'lastName∋Anna Maria & name∋Bell',
      'name∋Anna Maria Bell',
      'lastName∋Anna Maria Bell',
    ],
  ],
])('%s', (_, text, expected) => {
  expect(shown(text)).toEqual(expected);
});

test('four words are the most, and are searched for in eight ways', () => {
  expect(shown('a b c d')).toHaveLength(8);
  expect(() => contactSearch('search', 'a b c d e')).toThrow('at most 4 words');
});

test.each(['', '  ', 'a', ' a ', 'x'.repeat(101)])('a text of another length than 2 to 100 is rejected: %j', (text) => {
  expect(() => contactSearch('search', text)).toThrow(InvalidArgumentError);
  expect(() => contactSearch('search', text)).toThrow('2 to 100 characters; null, or leaving it out, for no search');
});

import { describe, expect, test } from 'vitest';
import { areCertainlyDifferent, isCertainlyAfter, isCertainlyBefore } from './text-difference.ts';

describe('texts are different in every collation', () => {
  test.each<[string, string, boolean]>([
    ['Ivanov', 'Petrov', true],
    ['Иванов', 'Петров', true],
    ['user_1', 'user-2', true],
    ['Ivanov', 'IVANOV', false],
    ['Соловьёв', 'Соловьев', false],
    ['Ivanov ', 'Ivanov', false],
    ['user_1', 'user-1', false],
    ['Weber', 'Veber', false],
    ['Müller', 'Petrov', false],
    ['Straße', 'Strasse', false],
    ['', '', false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(areCertainlyDifferent(a, b)).toBe(expected);
    expect(areCertainlyDifferent(b, a)).toBe(expected);
  });
});

describe('a text comes first in every usual collation', () => {
  test.each<[string, string, boolean]>([
    ['Ivanov', 'Petrov', true],
    ['Иван', 'Иванов', true],
    ['Petrov', 'Ivanov', false],
    ['petrov', 'Ivanov', false],
    ['Ivanov', 'ivanova', true],
    ['Petrov', 'ivanov', false],
    ['a%', 'a_', false],
    ['a_', 'a%', false],
    ['Anna-Maria', 'Annabel', false],
    ['Ivanov', 'Ivanov', false],
    ['Müller', 'Petrov', false],
  ])('%j before %j: %s', (a, b, expected) => {
    expect(isCertainlyBefore(a, b)).toBe(expected);
  });
});

describe('a text comes after another in every collation, by its first letter', () => {
  test.each<[string, string, boolean]>([
    ['Petrov', 'Ivanov', true],
    ['Петров', 'иванов', false],
    ['Петров', 'Борисов', true],
    ['Ivanov', 'Petrov', false],
    ['ivanov', 'Ivanov', false],
    ['ivanov', 'Borisov', true],
    ['Petrov', 'ivanov', false],
    ['Chytil', 'Borisov', false],
    ['Weber', 'Borisov', false],
    ['Aagaard', 'Petrov', false],
    ['Петров', 'Borisov', false],
    ['Émile', 'Borisov', false],
    ['2', '1', false],
  ])('%j after %j: %s', (a, b, expected) => {
    expect(isCertainlyAfter(a, b)).toBe(expected);
  });
});

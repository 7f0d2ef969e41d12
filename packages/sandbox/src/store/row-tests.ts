import { type Field, isMultifield } from '../fields/field.ts';
import { multifieldType, multifieldValues } from '../fields/multifields.ts';
import type { Condition } from '../query/condition.ts';
import { BLANK, type Column, comparisonTest, isNoValue, type RowTest } from './column.ts';
import { likeTest } from './like.ts';
import { MULTIFIELDS, type Table } from './table.ts';

/** Switches that row tests depend on. */
export interface Matching {
  /** True if an empty cell is the lowest value in `<` and `<=`, as "" is natively. */
  blanksInRange: boolean;
  /** Match of `$contains` on phones and e-mails, which natively match exactly (contract §3, "Multifields"). */
  multifieldContains: 'substring' | 'exact';
  /** True if a list that holds an empty value finds NULL. */
  inFindsNull: boolean;
  /** True if an empty value finds a number of 0, which is no link. */
  emptyFindsZero: boolean;
  /** Columns in which `!=` and NOT IN find NULL. */
  unequalFindsNull: 'always' | 'texts';
}

/** Returns a test of all conditions. It is valid for one read, since new texts change the sort keys. */
export function allOf(table: Table, conditions: readonly Condition[], matching: Matching): RowTest {
  const tests = conditions.map((condition) => testFor(table, condition, matching));
  const [first, second] = tests;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (tests.length === 2) return (row) => first(row) && second(row);
  return (row) => tests.every((test) => test(row));
}

function testFor(table: Table, condition: Condition, matching: Matching): RowTest {
  if (condition.type === 'any') {
    const branches = condition.of.map((conditions) => allOf(table, conditions, matching));
    return (row) => branches.some((test) => test(row));
  }
  if (isMultifield(condition.field.kind)) return multifieldTest(table, condition, matching);
  if (condition.field.kind === 'list') return listTest(table, condition);
  const column = table.column(condition.field.name);
  switch (condition.type) {
    case 'compare':
      return compareTest(table, column, condition, matching);
    case 'in':
      return inTest(table, column, condition, matching);
    case 'contains': {
      const part = table.collation(condition.text);
      const test = column.textTest((text) => table.collation(text).includes(part));
      return condition.negated ? (row) => !test(row) : test;
    }
    default:
      return condition satisfies never;
  }
}

function compareTest(table: Table, column: Column, condition: Compare, matching: Matching): RowTest {
  const { operator, cell, field } = condition;
  if ((operator === 'eq' || operator === 'ne') && isNoValue(column, cell)) {
    const isEmpty = emptyTest(column, matching.emptyFindsZero && isPlainNumber(field));
    return operator === 'eq' ? isEmpty : (row) => !isEmpty(row);
  }
  if (condition.like === true) {
    const isLike = column.textTest(likeTest(String(cell), table.collation));
    // NOT LIKE does not find NULL, as in SQL.
    return operator === 'ne' ? (row) => column.key(row) !== BLANK && !isLike(row) : isLike;
  }
  const key = column.keyOf(cell);
  if (operator !== 'ne') return comparisonTest(column, operator, key, matching.blanksInRange);
  const findsNull = unequalFindsNull(field.kind, matching);
  return (row) => column.key(row) !== key && (findsNull || column.key(row) !== BLANK);
}

function inTest(table: Table, column: Column, condition: In, matching: Matching): RowTest {
  const { cells, negated, like = false, field } = condition;
  const hasEmpty = cells.some((cell) => isNoValue(column, cell));
  const values = cells.filter((cell) => !isNoValue(column, cell));
  const keys = new Set(values.map((cell) => column.keyOf(cell)));
  const emptyKey = column.emptyKey();
  if (hasEmpty && emptyKey !== null) keys.add(emptyKey);
  const likes = like ? values.map((cell) => column.textTest(likeTest(String(cell), table.collation))) : [];
  const findsNull = negated
    ? !like && !(hasEmpty && matching.inFindsNull) && unequalFindsNull(field.kind, matching)
    : hasEmpty && matching.inFindsNull;
  return (row) => {
    const key = column.key(row);
    if (key === BLANK) return findsNull;
    return (keys.has(key) || likes.some((test) => test(row))) !== negated;
  };
}

/** Returns a test of both forms of "no value" (contract §11.6: an empty value finds NULL and ''; in numbers NULL and 0). */
function emptyTest(column: Column, findsZero: boolean): RowTest {
  const emptyKey = findsZero ? 0 : column.emptyKey();
  return (row) => column.key(row) === BLANK || column.key(row) === emptyKey;
}

/** Returns true for numbers that are not ids of other records, custom booleans included. */
export function isPlainNumber({ kind, link }: Field): boolean {
  return link !== true && (kind === 'integer' || kind === 'double' || kind === 'yesno');
}

function unequalFindsNull(kind: Field['kind'], matching: Matching): boolean {
  return matching.unequalFindsNull === 'always' || kind === 'string' || kind === 'code';
}

type FieldCondition = Exclude<Condition, { type: 'any' }>;
type Compare = Extract<Condition, { type: 'compare' }>;
type In = Extract<Condition, { type: 'in' }>;

function multifieldTest(table: Table, condition: FieldCondition, matching: Matching): RowTest {
  const column = table.column(MULTIFIELDS);
  const typeId = multifieldType(condition.field.kind);
  const values = (row: number) => multifieldValues(column.get(row), typeId);
  const test = valuesTest(condition, values, matching.multifieldContains === 'substring');
  const part = partOfMatches(condition);
  if (part === null) return test;
  // Unpacking a cell costs ten times as much as a search for the value in it.
  return (row) => {
    const packed = column.get(row);
    return typeof packed === 'string' && packed.toLowerCase().includes(part) && test(row);
  };
}

/** Returns a text that every matching cell contains; null if there is none. */
function partOfMatches(condition: FieldCondition): string | null {
  if (condition.type === 'contains' && !condition.negated) return condition.text.toLowerCase();
  if (condition.type !== 'compare' || condition.operator !== 'eq' || condition.cell === null) return null;
  return String(condition.cell).toLowerCase();
}

/** Returns a test of a multiple custom field, which matches if one of its values does. */
function listTest(table: Table, condition: FieldCondition): RowTest {
  const column = table.column(condition.field.name);
  const values = (row: number): string[] => {
    const cell = column.get(row);
    if (typeof cell !== 'string') return [];
    const list: unknown = JSON.parse(cell);
    return Array.isArray(list) ? list.map(String) : [cell];
  };
  return valuesTest(condition, values, true);
}

function valuesTest(condition: FieldCondition, values: (row: number) => string[], substring: boolean): RowTest {
  switch (condition.type) {
    case 'compare': {
      if (condition.cell === null) return (row) => (values(row).length === 0) === (condition.operator === 'eq');
      const wanted = String(condition.cell).toLowerCase();
      return (row) => values(row).some((value) => value.toLowerCase() === wanted) === (condition.operator === 'eq');
    }
    case 'in': {
      const wanted = new Set(condition.cells.map((cell) => String(cell ?? '').toLowerCase()));
      return (row) => {
        const own = values(row);
        const found = own.length === 0 ? wanted.has('') : own.some((value) => wanted.has(value.toLowerCase()));
        return found !== condition.negated;
      };
    }
    case 'contains': {
      const part = condition.text.toLowerCase();
      const matches = substring
        ? (value: string) => value.toLowerCase().includes(part)
        : (value: string) => value.toLowerCase() === part;
      return (row) => values(row).some(matches) !== condition.negated;
    }
    default:
      return condition satisfies never;
  }
}

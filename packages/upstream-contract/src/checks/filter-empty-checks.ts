import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import type { Row } from '../run/contract-api.ts';
import { exact, open, type Reading } from './make-checks.ts';
import { type Asked, findsNone, NONE, type Sample, sampleOf } from './sample.ts';
import { commonValue, commonValues, commonWord, condition, fold, isEmpty } from './values.ts';

/** Text for a condition that finds one of two forms of "no value" (contract §11.7). */
const emptiesToo = ['with those without a value', 'without them', 'with some of them'] as const;
const native = '§11.6 native conditions: empties';

/** Conditions that find contacts without a value (contract §11.6, §11.7). */
export const filterEmptyChecks: readonly Check[] = [
  empties('filter.empty.text', 'lastName'),
  empties('filter.empty.code', 'sourceId'),
  empties('filter.empty.link', 'companyId'),
  exact('filter.empty.null', '§9 "null filter"', () => ({
    spellings: [{ lastName: null }],
    satisfies: (row) => isEmpty(row['lastName']),
  })),
  notEmpty('filter.not-empty.text', 'lastName'),
  notEmpty('filter.not-empty.code', 'sourceId'),
  notEmpty('filter.not-empty.link', 'companyId'),
  unequal('filter.ne.text', 'lastName'),
  unequal('filter.ne.code', 'sourceId'),
  unequal('filter.ne.link', 'companyId'),
  open(
    'filter.ne.not-like',
    '§11.6: "!" is NOT LIKE',
    (sample) => {
      const word = commonWord(sample, 'lastName');
      return {
        asked: `${condition('[!lastName]', patternOf(word))}&${condition('[lastName]', word)}`,
        readings: [
          ['the name is left out by itself only', (row) => fold(row['lastName']) === fold(word)],
          ['the name is left out by a pattern', null],
        ],
      };
    },
    ['the name is left out by itself only', 'the name is left out by a pattern'],
  ),
  open(
    'filter.in.empty-and-value',
    '§11.6: IN never finds NULL',
    (sample) => listOf(sample, (value) => ({ sourceId: { $in: ['', value] } })),
    emptiesToo,
  ),
  {
    id: 'filter.in.empty',
    source: '§11.6: `$in: [""]` is not the same as an empty value',
    expected: ['those without a value', NONE, 'some of those without a value'],
    async run(api) {
      const { rows } = await sampleOf(api);
      const inside = rows.filter((row) => isEmpty(row['lastName'])).length;
      if (inside === 0) inconclusive('a contact without a last name');
      const { rows: found, outcome } = await api.post('/v1/contacts/search', {
        filter: { lastName: { $in: [''] } },
        limit: inside + 1,
        select: ['id', 'lastName'],
        order: { id: 'asc' },
      });
      if (outcome !== '200') return outcome;
      if (found.length === 0) return NONE;
      if (!found.every((row) => isEmpty(row['lastName']))) return 'those with a value';
      return found.length >= inside ? 'those without a value' : 'some of those without a value';
    },
  },
  open(
    'filter.not-in.empty',
    '§11.6 native conditions: NOT IN',
    (sample) => {
      const codes = commonValues(sample, 'sourceId').map(String).slice(0, 2);
      const others = (row: Row) => !isEmpty(row['sourceId']) && !codes.includes(String(row['sourceId']));
      return either({ '!sourceId': codes }, others, 'sourceId');
    },
    emptiesToo,
  ),
];

const like = '§11.6: a bare key on text is LIKE, with "_" and "%" of the value unescaped';

/** Equality must compare the value itself, not use it as a pattern (contract §11.6). */
export const filterLikeChecks: readonly Check[] = [
  noPattern('filter.equality.underscore', like, (word) => condition('[lastName]', patternOf(word))),
  noPattern('filter.equality.percent', like, (word) => condition('[lastName]', `${word.slice(0, 2)}%`)),
  noPattern('filter.in.underscore', '§11.6: "@" is exact', (word) => ({ lastName: { $in: [patternOf(word)] } })),
  noPattern('filter.range.underscore', '§11.6', (word) => {
    const pattern = patternOf(word);
    return { '>=lastName': pattern, '<=lastName': pattern };
  }),
  open(
    'filter.contains.underscore',
    '§11.6: "_" and "%" of the value unescaped',
    (sample) => {
      const pattern = patternOf(commonWord(sample, 'lastName'));
      const likeIt = new RegExp(fold(pattern).replace('_', '.'), 'u');
      return {
        asked: condition('[%lastName]', pattern),
        readings: [
          ['"_" is itself', null],
          ['"_" is any letter', (row) => likeIt.test(fold(row['lastName']))],
        ],
      };
    },
    ['"_" is itself', '"_" is any letter'],
  ),
];

function empties(id: string, member: string): Check {
  return exact(id, '§9 "null filter"; §11.6: an empty value finds NULL and ""', () => ({
    spellings: [`filter[${member}]=`, { [member]: '' }],
    satisfies: (row) => isEmpty(row[member]),
  }));
}

function notEmpty(id: string, member: string): Check {
  return exact(id, '§3 "Null/empty": "!=name":""', () => ({
    spellings: [`filter[!${member}]=`],
    satisfies: (row) => !isEmpty(row[member]),
  }));
}

function unequal(id: string, member: string): Check {
  return open(
    id,
    native,
    (sample) => {
      const value = commonValue(sample, member);
      const others = (row: Row) => !isEmpty(row[member]) && fold(String(row[member])) !== fold(String(value));
      return either(condition(`[!${member}]`, value), others, member);
    },
    emptiesToo,
  );
}

/** Returns the readings of a condition on a value: it finds all, some or no rows without a value. */
function either(asked: Asked, valued: (row: Row) => boolean, member: string) {
  const withEmpties = (row: Row) => valued(row) || isEmpty(row[member]);
  const readings: readonly Reading[] = [
    [emptiesToo[0], withEmpties],
    [emptiesToo[1], valued],
    [emptiesToo[2], valued, withEmpties],
  ];
  return { asked, readings };
}

function listOf(sample: Sample, asked: (value: string | number) => Asked) {
  const value = commonValue(sample, 'sourceId');
  return either(asked(value), (row) => row['sourceId'] === value, 'sourceId');
}

/** Returns a word with `_` as its third letter: as a pattern it finds the word. */
function patternOf(word: string): string {
  return `${word.slice(0, 2)}_${word.slice(3)}`;
}

/** Makes a check that a pattern of an existing last name finds nothing, and the name itself is found. */
function noPattern(id: string, source: string, asked: (word: string) => Asked): Check {
  return {
    id,
    source,
    expected: NONE,
    async run(api) {
      const word = commonWord(await sampleOf(api), 'lastName');
      const itself = await findsNone(api, condition('[lastName]', word));
      return itself.startsWith('ids ') ? findsNone(api, asked(word)) : `${word} itself: ${itself}`;
    },
  };
}

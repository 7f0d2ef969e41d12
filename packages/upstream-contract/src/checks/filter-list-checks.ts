import type { Check } from '../run/check.ts';
import { inconclusive } from '../run/check.ts';
import type { Row } from '../run/contract-api.ts';
import { exact } from './make-checks.ts';
import { type Asked, EXACT, finds, findsNone, idOf, NONE, type Sample, sampleOf } from './sample.ts';
import { commonValues, commonWord, condition, fold } from './values.ts';

/** Conditions on several values: lists, groups, and filters as one JSON text (contract §3, §11.2, §11.5). */
export const filterListChecks: readonly Check[] = [
  exact('filter.in', '§1 "arrays"; §3 "Arrays"', (sample) => {
    const wanted = severalIds(sample, 3);
    const each = (key: (at: number) => string) => wanted.map((id, at) => `filter${key(at)}=${id}`).join('&');
    return {
      spellings: [
        each((at) => `[id][${at}]`),
        each(() => '[id][]'),
        each(() => '[id][$in][]'),
        { id: { $in: wanted } },
        { id: wanted },
      ],
      satisfies: (row) => wanted.includes(idOf(row)),
    };
  }),
  exact('filter.in.codes', '§3 "Arrays"', (sample) => {
    const codes = twoCodes(sample);
    return { spellings: [{ typeId: { $in: codes } }], satisfies: (row) => codes.includes(String(row['typeId'])) };
  }),
  exact('filter.in.text', '§11.6: only "=", "!=", "@" are exact; §9 "case sensitivity"', (sample) => {
    const word = commonWord(sample, 'lastName');
    return {
      spellings: [{ lastName: { $in: [word] } }, { lastName: { $in: [word.toUpperCase(), 'no such name'] } }],
      satisfies: (row) => fold(row['lastName']) === fold(word),
    };
  }),
  exact('filter.in.fifty-indexed', '§11.2: lists of 50 indexed ids', (sample) => {
    const wanted = severalIds(sample, 50);
    return {
      spellings: [wanted.map((id, at) => `filter[id][${at}]=${id}`).join('&')],
      satisfies: (row) => wanted.includes(idOf(row)),
    };
  }),
  {
    id: 'filter.empty-in',
    source: '§9 "empty $in: []"; §11.6 "IN () finds nothing"',
    expected: NONE,
    run: (api) => findsNone(api, { id: { $in: [] } }),
  },
  exact('filter.not-in', '§11.5: the documented form is "!field": [a, b]', (sample) => {
    const unwanted = severalIds(sample, 3);
    return {
      spellings: [{ '!id': unwanted }, unwanted.map((id) => `filter[!id][]=${id}`).join('&')],
      satisfies: (row) => !unwanted.includes(idOf(row)),
    };
  }),
  exact('filter.not-in.codes', '§11.5: the documented form is "!field": [a, b]', (sample) => {
    const codes = twoCodes(sample);
    return { spellings: [{ '!typeId': codes }], satisfies: (row) => !codes.includes(String(row['typeId'])) };
  }),
  {
    id: 'filter.nin',
    source: '§11.5: `$nin` was never sent on a live portal',
    expected: ['accepted', 'rejected with 400 INVALID_FILTER_OPERATOR'],
    async run(api) {
      const unwanted = severalIds(await sampleOf(api), 3);
      const got = await finds(api, { id: { $nin: unwanted } }, (row) => !unwanted.includes(idOf(row)));
      if (got === EXACT) return 'accepted';
      return got.startsWith('400') ? `rejected with ${got}` : got;
    },
  },
  {
    id: 'filter.or-group',
    source: '§3 "OR", native form; §9 "OR syntax of Vibe"',
    expected: ['either condition', 'rejected'],
    run: async (api) => orGroup(finds(api, ...groupOf(await sampleOf(api), 'body'))),
  },
  {
    id: 'filter.or-group.by-get',
    source: '§3 "OR", native form; §9 "OR syntax of Vibe"',
    expected: ['either condition', 'rejected'],
    run: async (api) => orGroup(finds(api, ...groupOf(await sampleOf(api), 'query'))),
  },
  exact('filter.json-text', '§11.2: `filter={"id":{"$in":[1,2]}}`', (sample) => {
    const wanted = severalIds(sample, 2);
    return { spellings: [jsonText({ id: { $in: wanted } })], satisfies: (row) => wanted.includes(idOf(row)) };
  }),
  exact('filter.json-text.prefix', '§11.2: `{"%title":"x"}`', (sample) => {
    const part = commonWord(sample, 'lastName').slice(1, 3);
    const [code] = twoCodes(sample);
    return {
      spellings: [jsonText({ '%lastName': part, '!typeId': code })],
      satisfies: (row) => fold(row['lastName']).includes(fold(part)) && row['typeId'] !== code,
    };
  }),
];

/** Returns ids of the sample that are not adjacent, so that no range finds the same rows. */
function severalIds({ rows }: Sample, count: number): readonly number[] {
  const step = Math.floor(rows.length / (count + 1));
  if (step < 1) inconclusive(`more than ${count} contacts`);
  // Without the first id: a list of which only the first item is used finds another row.
  return Array.from({ length: count }, (_, at) => idOf(rows[1 + at * step]));
}

function twoCodes(sample: Sample): readonly string[] {
  const codes = commonValues(sample, 'typeId').map(String);
  if (codes.length < 3) inconclusive('three different values of typeId');
  return codes.slice(1, 3);
}

function jsonText(filter: unknown): string {
  return `filter=${encodeURIComponent(JSON.stringify(filter))}`;
}

/** Returns a group of two alternatives on different fields. */
function groupOf(sample: Sample, form: 'body' | 'query'): readonly [Asked, (row: Row) => boolean] {
  const [code = ''] = twoCodes(sample);
  const [id = 0] = severalIds({ ...sample, rows: sample.rows.filter(({ typeId }) => typeId !== code) }, 1);
  const satisfies = (row: Row) => row['typeId'] === code || idOf(row) === id;
  if (form === 'body') return [{ 0: { logic: 'OR', 0: { typeId: code }, 1: { id } } }, satisfies];
  return [`filter[0][logic]=OR&${condition('[0][0][typeId]', code)}&filter[0][1][id]=${id}`, satisfies];
}

async function orGroup(finding: Promise<string>): Promise<string> {
  const got = await finding;
  if (got === EXACT) return 'either condition';
  return got.startsWith('400 ') || got.startsWith('422 ') ? 'rejected' : got;
}

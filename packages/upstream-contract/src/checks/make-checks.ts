import type { Check } from '../run/check.ts';
import type { ContractApi, Row } from '../run/contract-api.ts';
import { allFind, type Asked, EXACT, finds, findsNone, NONE, type Sample, sampleOf } from './sample.ts';

/** Makes a check of the status and the code of one GET of contacts. */
export function coded(id: string, source: string, expected: string, query: string): Check {
  return status(id, source, expected, `/v1/contacts?${query}`);
}

/** Makes a check of the status and the code of one GET. */
export function status(id: string, source: string, expected: string, path: string): Check {
  return { id, source, expected, run: async (api) => (await api.get(path)).outcome };
}

/** Condition in one or several spellings, and as a function of a row. */
export interface Condition {
  spellings: readonly Asked[];
  satisfies: (row: Row) => boolean;
}

/** Makes a check that every spelling of a condition finds exactly the rows that satisfy it. */
export function exact(id: string, source: string, conditionOf: (sample: Sample) => Condition): Check {
  return {
    id,
    source,
    expected: EXACT,
    async run(api) {
      const { spellings, satisfies } = conditionOf(await sampleOf(api));
      return allFind(api, spellings, satisfies);
    },
  };
}

type RowTest = (row: Row) => boolean;

/**
 * Possible result of an open question: its text, and a test of the rows that the condition must find, or null for none.
 * A second test allows further rows.
 */
export type Reading = readonly [text: string, satisfies: RowTest | null, may?: RowTest];

/** Makes a check that notes the reading of a condition that the upstream follows. */
export function open(
  id: string,
  source: string,
  readingsOf: (sample: Sample) => { asked: Asked; readings: readonly Reading[] },
  texts: readonly string[],
): Check {
  return {
    id,
    source,
    expected: texts,
    async run(api) {
      const { asked, readings } = readingsOf(await sampleOf(api));
      return firstReading(api, asked, readings);
    },
  };
}

async function firstReading(api: ContractApi, asked: Asked, readings: readonly Reading[]): Promise<string> {
  let got = '';
  for (const [text, satisfies, may] of readings) {
    got = satisfies === null ? await findsNone(api, asked) : await finds(api, asked, satisfies, may);
    if (got === EXACT || got === NONE) return text;
  }
  return got;
}

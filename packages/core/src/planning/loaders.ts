import DataLoader from 'dataloader';
import { companies } from '../entities/company.ts';
import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import { multifieldsAmong } from '../entities/multifield.ts';
import type { Wave } from './pack-calls.ts';
import type { OperationPlan } from './plan-operation.ts';
import { planWave } from './plan-wave.ts';
import { type PlannedRead, type Read, readKey, type ReadOf, recordKey } from './reads.ts';
import type { Outcomes } from './run-wave.ts';
import { type Answers, distributeResults } from './distribute-results.ts';
import type { References } from './references.ts';

export interface LoadersOptions {
  /** Sends a wave's requests. */
  readonly run: (wave: Wave) => Promise<Outcomes>;
  /** The values that are known of the caller from operations before. */
  readonly known: ReturnType<References['of']>;
}

/** A value, or a promise of it. */
export type Loaded<T> = T | Promise<T>;

/** The reads of one operation of one caller. Nothing in it outlives the operation or is seen by another caller. */
export interface Loaders {
  /** Returns the answer to a read. Reads that are requested at the same time are planned and sent as one wave. */
  readonly load: <K extends Read['kind']>(read: ReadOf<K>) => Loaded<Answers[K]>;
  /** Primes the loaders with a whole company that came along with a contact, so that it is not read again. */
  readonly prime: (company: UpstreamRow) => void;
  /** Sends the first wave as it is planned, if its reads are those of the plan. */
  readonly follow: (plan: Pick<OperationPlan, 'waves'>) => void;
  /** True for a read that would be answered without a call. */
  readonly isKnown: (read: Read) => boolean;
}

/**
 * Creates the loaders of one operation: a DataLoader whose batches are waves. All answers of a wave are delivered together,
 * so that the reads that follow from them are one wave, too.
 */
export function createLoaders({ run, known }: LoadersOptions): Loaders {
  const rows = new Map<string, KnownRow>();
  /** The reads that were answered, whether or not their answers outlive the operation. */
  const answered = new Set<string>();
  let planned: Wave | undefined;
  const loader = new DataLoader<Read, Answers[keyof Answers], string>(
    async (reads) => {
      const first = planned && sameReads(planned, reads);
      const wave = (first && planned) ?? planWave(reads);
      planned = undefined;
      const outcomes = await run(wave);
      const haveMultifields = rowsHaveMultifields(outcomes);
      if (haveMultifields !== undefined) known.recordMultifields(haveMultifields);
      const answers = distributeResults(wave, outcomes);
      return reads.map((read) => {
        const answer = answers.get(first?.get(readKey(read)) ?? read);
        if (answer === undefined) return new Error(`The plan left out a read of the kind "${read.kind}".`);
        if (!(answer instanceof Error)) {
          known.set(read, answer);
          answered.add(readKey(read));
          remember(rows, read, answer);
        }
        return answer;
      });
    },
    { cacheKeyFn: readKey },
  );

  return {
    load: <K extends Read['kind']>(read: ReadOf<K>) => {
      const before = known.get(read) ?? recall(rows, read);
      return (before ? before.value : loader.load(read)) as Loaded<Answers[K]>;
    },
    prime: (row) => void rows.set(recordKey({ entity: companies, id: row.id }), { row, fields: new Set([ALL_FIELDS]) }),
    follow: ({ waves: [first] }) => void (planned = first),
    isKnown: (read) => known.get(read) !== undefined || answered.has(readKey(read)),
  };
}

/** The reads of planned waves, by their keys: plans are remembered, and their waves with them. */
const readsOfWaves = new WeakMap<Wave, ReadonlyMap<string, PlannedRead>>();

/** Returns the reads of a wave by their keys, if they are the reads that are wanted. */
function sameReads(wave: Wave, wanted: readonly Read[]): ReadonlyMap<string, PlannedRead> | undefined {
  const reads =
    readsOfWaves.get(wave) ?? new Map(wave.flat().flatMap((call) => call.reads.map((read) => [readKey(read), read])));
  readsOfWaves.set(wave, reads);
  return reads.size === wanted.length && wanted.every((read) => reads.has(readKey(read))) ? reads : undefined;
}

/** Returns true if lists of contacts that select everything have all multifields; `undefined` if their rows leave it open. */
function rowsHaveMultifields(outcomes: Outcomes): boolean | undefined {
  const rows = [...outcomes].flatMap(([call, outcome]) => {
    const selectsAll = call.kind === 'list' && call.entity === 'contacts' && !call.select;
    return selectsAll && !(outcome instanceof Error) && 'list' in outcome ? outcome.list.elements : [];
  });
  const among = new Set(rows.map(multifieldsAmong));
  if (among.has('none')) return false;
  // Rows with phones and e-mails alone leave it open: other kinds would take a `get`.
  return among.size === 1 && among.has('all') ? true : undefined;
}

/** A record that an earlier wave read, and which of its fields. */
interface KnownRow {
  readonly row: UpstreamRow | null;
  readonly fields: ReadonlySet<string>;
}

/** A record that an earlier wave read with all the fields that are asked for now. */
function recall(rows: ReadonlyMap<string, KnownRow>, read: Read): { readonly value: unknown } | undefined {
  if (read.kind !== 'record') return undefined;
  const known = rows.get(recordKey(read));
  if (!known) return undefined;
  const hasAll = known.fields.has(ALL_FIELDS) || [...read.fields].every((field) => known.fields.has(field));
  return hasAll ? { value: known.row } : undefined;
}

function remember(rows: Map<string, KnownRow>, read: Read, answer: unknown): void {
  if (read.kind !== 'record') return;
  const row = answer as UpstreamRow | null;
  const key = recordKey(read);
  const before = rows.get(key);
  // Reads of one record in one wave are one call: its row has the fields of all of them.
  rows.set(key, { row, fields: before && before.row === row ? before.fields.union(read.fields) : read.fields });
}

import DataLoader from 'dataloader';
import { companies } from '../entities/company.ts';
import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import { multifieldsAmong } from '../entities/multifield.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';
import { type Answers, distributeResults } from './distribute-results.ts';
import type { FirstWave } from './first-wave.ts';
import { type Found, KnownRecords, type RowsById } from './known-rows.ts';
import type { Wave } from './pack-calls.ts';
import type { OperationPlan } from './plan-operation.ts';
import { planWave } from './plan-wave.ts';
import { type Read, readKey, type ReadOf, type RecordsRead } from './reads.ts';
import type { CallerReferences } from './references.ts';
import { encodeWave, type Outcomes } from './run-wave.ts';

export interface LoadersOptions {
  /** Sends the requests of a wave. */
  readonly run: (wave: Wave, requests: readonly UpstreamRequest[]) => Promise<Outcomes>;
  /** The values that are known of the caller from operations before. */
  readonly known: CallerReferences;
}

/** A value, or a promise of it. */
export type Loaded<T> = T | Promise<T>;

/** Answers by kind of read; records are those of their entity that were read so far. */
type LoadedAnswers = Omit<Answers, 'records'> & { readonly records: RowsById };

type Answer = LoadedAnswers[keyof LoadedAnswers];

/**
 * The reads of one operation of one caller: a DataLoader whose batches are waves. All answers of a wave are delivered
 * together, so that the reads that follow from them are one wave, too. Nothing in it outlives the operation or is seen by
 * another caller.
 */
export class Loaders {
  readonly #options: LoadersOptions;
  readonly #records = new KnownRecords();
  readonly #loader = new DataLoader<Read, Answer, string>((reads) => this.#readWave(reads), { cacheKeyFn: readKey });
  #planned: FirstWave | undefined;

  constructor(options: LoadersOptions) {
    this.#options = options;
  }

  /** Returns the answer to a read. Reads that are requested at the same time are planned and sent as one wave. */
  readonly load = <K extends Read['kind']>(read: ReadOf<K>): Loaded<LoadedAnswers[K]> =>
    this.#load(read) as Loaded<LoadedAnswers[K]>;

  /** Returns the record of a read of one. */
  record(read: RecordsRead): Loaded<UpstreamRow | null> {
    const rows = this.#records.of(read.entity);
    const [id] = read.ids as readonly [number];
    const begun = rows.begun(id, read);
    if (begun) return begun;
    const loaded = this.#loadRecords(read);
    if (!(loaded instanceof Promise)) return loaded.get(id);
    const record = loaded.then(() => rows.get(id));
    rows.begin(id, read, record);
    return record;
  }

  /** Primes the loaders with a whole company that came along with a contact, so that it is not read again. */
  prime(company: UpstreamRow): void {
    this.#records.of(companies).add(company.id, wholeCompany, company);
  }

  /** Sends the first wave as it is planned, if its reads are those of the plan. */
  follow({ first }: Pick<OperationPlan, 'first'>): void {
    this.#planned = first;
  }

  #load(read: Read): Loaded<unknown> {
    if (read.kind === 'records') return this.#loadRecords(read);
    const known = this.#options.known.get(read);
    return known ? known.value : this.#loader.load(read);
  }

  /** Reads the records that are not known yet. */
  #loadRecords(read: RecordsRead): Loaded<RowsById> {
    const ids = read.ids.filter((id) => !this.#isKnown(read, id));
    if (ids.length === 0) return this.#records.of(read.entity);
    return this.#loader.load(ids.length === read.ids.length ? read : { ...read, ids }) as Promise<RowsById>;
  }

  #isKnown(read: RecordsRead, id: number): boolean {
    const { entity } = read;
    const rows = this.#records.of(entity);
    if (rows.has(id, read)) return true;
    const known = this.#options.known.record(entity, id);
    if (!known) return false;
    rows.add(id, read, known.value);
    return true;
  }

  async #readWave(reads: readonly Read[]): Promise<readonly (Answer | Error)[]> {
    const { run, known } = this.#options;
    const planned = this.#planned;
    this.#planned = undefined;
    const plannedReads = planned?.readsOf(reads);
    const wave = planned && plannedReads ? planned.wave : planWave(reads);
    const outcomes = await run(wave, planned && plannedReads ? planned.requests : encodeWave(wave));
    const haveMultifields = rowsHaveMultifields(wave, outcomes);
    if (haveMultifields !== undefined) known.recordMultifields(haveMultifields);
    const answerTo = distributeResults(wave, outcomes);
    return reads.map((read) => {
      const answer = answerTo(plannedReads?.get(readKey(read)) ?? read);
      if (answer instanceof Error) return answer;
      if (read.kind === 'records') return this.#addRecords(read, answer as Answers['records']);
      known.set(read, answer);
      return answer as Answer;
    });
  }

  #addRecords(read: RecordsRead, answer: ReadonlyMap<number, Found>): RowsById {
    const { entity } = read;
    const rows = this.#records.of(entity);
    for (const id of read.ids) {
      const found = answer.get(id) ?? null;
      rows.add(id, read, found);
      if (!(found instanceof Error)) this.#options.known.setRecord(entity, id, found);
    }
    return rows;
  }
}

/** The fields of a company that comes along. */
const wholeCompany = { fields: new Set([ALL_FIELDS]), includeCompany: false } as const;

/** Returns true if lists of contacts that select everything have all multifields; `undefined` if their rows leave it open. */
function rowsHaveMultifields(wave: Wave, outcomes: Outcomes): boolean | undefined {
  const among = new Set<ReturnType<typeof multifieldsAmong>>();
  for (const [index, request] of wave.entries())
    for (const [place, { call }] of request.entries()) {
      const outcome = outcomes[index]?.[place];
      const selectsAll = call.kind === 'list' && call.entity === 'contacts' && !call.select;
      if (!selectsAll || !outcome || !('list' in outcome)) continue;
      for (const element of outcome.list.elements) among.add(multifieldsAmong(element));
    }
  if (among.has('none')) return false;
  // Rows with phones and e-mails alone leave it open: other kinds would take a `get`.
  return among.size === 1 && among.has('all') ? true : undefined;
}

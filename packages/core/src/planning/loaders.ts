import DataLoader from 'dataloader';
import { companies } from '../entities/company.ts';
import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import { multifieldsAmong } from '../entities/multifield.ts';
import type { UpstreamRequest } from '../wire/upstream-request.ts';
import { type Answers, distributeResults } from './distribute-results.ts';
import type { FirstWave } from './first-wave.ts';
import { KnownRows } from './known-rows.ts';
import type { Wave } from './pack-calls.ts';
import type { OperationPlan } from './plan-operation.ts';
import { planWave } from './plan-wave.ts';
import { type Read, readKey, type ReadOf, type RecordRead } from './reads.ts';
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

type Answer = Answers[keyof Answers];

/**
 * The reads of one operation of one caller: a DataLoader whose batches are waves. All answers of a wave are delivered
 * together, so that the reads that follow from them are one wave, too. Nothing in it outlives the operation or is seen by
 * another caller.
 */
export class Loaders {
  readonly #options: LoadersOptions;
  readonly #rows = new KnownRows();
  readonly #loader = new DataLoader<Read, Answer, string>((reads) => this.#readWave(reads), { cacheKeyFn: readKey });
  #planned: FirstWave | undefined;

  constructor(options: LoadersOptions) {
    this.#options = options;
  }

  /** Returns the answer to a read. Reads that are requested at the same time are planned and sent as one wave. */
  readonly load = <K extends Read['kind']>(read: ReadOf<K>): Loaded<Answers[K]> =>
    this.#load(read) as Loaded<Answers[K]>;

  /** Primes the loaders with a whole company that came along with a contact, so that it is not read again. */
  prime(company: UpstreamRow): void {
    const { id } = company;
    this.#rows.add({ kind: 'record', entity: companies, id, fields: allFields, includeCompany: false }, company);
  }

  /** Sends the first wave as it is planned, if its reads are those of the plan. */
  follow({ first }: Pick<OperationPlan, 'first'>): void {
    this.#planned = first;
  }

  #load(read: Read): Loaded<unknown> {
    if (read.kind === 'record') return this.#loadRecord(read);
    const known = this.#options.known.get(read);
    return known ? known.value : this.#loader.load(read);
  }

  #loadRecord(read: RecordRead): Loaded<unknown> {
    const row = this.#rows.find(read);
    if (row !== undefined) return row;
    const known = this.#options.known.get(read);
    if (known) {
      this.#rows.add(read, known.value as Answers['record']);
      return known.value;
    }
    const loaded = this.#loader.load(read) as Promise<Answers['record']>;
    this.#rows.begin(read, loaded);
    return loaded;
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
      known.set(read, answer);
      if (read.kind === 'record') this.#rows.add(read, answer as Answers['record']);
      return answer;
    });
  }
}

const allFields: ReadonlySet<string> = new Set([ALL_FIELDS]);

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

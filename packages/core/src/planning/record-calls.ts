import { REQUISITE_OWNER_CONTACT, requisiteFields } from '../entities/requisite.ts';
import type { Call } from '../wire/call.ts';
import { listOf, selectOf, wholeListOf } from './list-of.ts';
import type { PlannedCall } from './pack-calls.ts';
import type { PlannedRead, PlannedReadOf } from './reads.ts';

/** Ids that one list takes: one inner page of the upstream (contract §5). */
export const MAX_IDS_PER_CALL = 50;
/** Contacts whose requisites one list takes: each may have several. */
const CONTACTS_PER_REQUISITES_CALL = 20;
const MAX_REQUISITES_PER_CALL = 500;
/** More users than portals with few seats have; beyond that a plan counts too little rather than refusing what works. */
const ASSUMED_REFERENCES = 500;

/** Returns the calls for records of one entity. */
export function idCalls(reads: readonly PlannedReadOf<'records'>[]): readonly PlannedCall[] {
  const [{ entity }] = reads as readonly [PlannedReadOf<'records'>];
  const select = selectOf(entity, fieldsOf(reads));
  const includeCompany = reads.some((read) => read.includeCompany) ? { includeCompany: true } : {};
  const max = entity.isReference ? ASSUMED_REFERENCES : Number.POSITIVE_INFINITY;
  return callsOfRecords(
    reads,
    ({ ids }) => ids,
    { perCall: MAX_IDS_PER_CALL, max },
    (ids, count) => ({ ...listOf(entity.name, { id: { $in: ids } }, count), ...select, ...includeCompany }),
  );
}

/** Returns the calls for the requisites of contacts. */
export function requisitesCalls(reads: readonly PlannedReadOf<'requisites'>[]): readonly PlannedCall[] {
  const sizes = { perCall: CONTACTS_PER_REQUISITES_CALL, max: Number.POSITIVE_INFINITY };
  return callsOfRecords(
    reads,
    ({ contactId }) => [contactId],
    sizes,
    (ids) => ({
      ...wholeListOf(
        'requisites',
        { entityTypeId: REQUISITE_OWNER_CONTACT, entityId: { $in: ids } },
        MAX_REQUISITES_PER_CALL,
      ),
      select: requisiteFields,
    }),
  );
}

/** The fields of all reads, which mostly have one set of them. */
function fieldsOf(reads: readonly PlannedReadOf<'records'>[]): readonly string[] {
  const all = new Set(['id']);
  let before: ReadonlySet<string> | undefined;
  for (const { fields } of reads) {
    if (fields !== before) for (const field of fields) all.add(field);
    before = fields;
  }
  return [...all];
}

/** The calls for reads of records, several to a call; where not all are known, as many as there can be. */
function callsOfRecords<R extends PlannedRead>(
  reads: readonly R[],
  idsOf: (read: R) => readonly number[],
  { perCall, max }: { readonly perCall: number; readonly max: number },
  callOf: (ids: readonly number[], count: number) => Call,
): readonly PlannedCall[] {
  const known = reads.filter(({ times }) => times === undefined);
  const chunks = chunksOf(known, idsOf, perCall);
  if (known.length === reads.length) {
    return chunks.map(({ ids, reads: same }) => ({ call: callOf(ids, ids.length), reads: same }));
  }
  const unknown = reads.reduce((total, { times = 0 }) => total + times, 0);
  const distinct = chunks.reduce((total, { ids }) => total + ids.length, 0);
  const times = Math.ceil(Math.min(distinct + unknown, max) / perCall);
  return [{ call: callOf([], perCall), reads, times }];
}

/** Reads of the records of one call. */
interface Chunk<R> {
  readonly ids: number[];
  readonly reads: R[];
}

/** Returns reads by calls of so many ids, each of which is in one call. */
function chunksOf<R>(reads: readonly R[], idsOf: (read: R) => readonly number[], perCall: number): readonly Chunk<R>[] {
  const chunks: Chunk<R>[] = [];
  const byId = new Map<number, Chunk<R>>();
  for (const read of reads) {
    for (const id of idsOf(read)) {
      let chunk = byId.get(id);
      if (!chunk) {
        chunk = chunks.at(-1);
        if (!chunk || chunk.ids.length === perCall) chunks.push((chunk = { ids: [], reads: [] }));
        chunk.ids.push(id);
        byId.set(id, chunk);
      }
      if (chunk.reads.at(-1) !== read) chunk.reads.push(read);
    }
  }
  return chunks;
}

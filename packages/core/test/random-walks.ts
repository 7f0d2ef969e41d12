import { createSandbox, keys, type Sandbox, type Switches } from '@contacts/sandbox';
import * as fc from 'fast-check';
import {
  Caller,
  type Condition,
  type ContactField,
  contacts,
  createReferences,
  type Filter,
  type OrderKey,
  isSortable,
  noRequirements,
  onShownTimes,
  UpstreamError,
} from '../src/index.ts';
import { contactFieldNames } from '../src/entities/contact-fields.ts';
import { conjunction } from '../src/query/alternatives.ts';
import { meansOf } from './meaning.ts';
import { plainUpstream } from './plain-upstream.ts';

export interface WalkCounts {
  walks: number;
  /** Walks that delivered each contact of the filter exactly once, and a total that is their number. */
  whole: number;
  /** Walks that ended with an error that says what is wrong with the upstream. */
  refused: number;
  /** Descriptions of walks that lost or repeated a contact, or did not end. */
  wrong: string[];
  /** Switches under which walks were refused. */
  refusedUnder: Set<string>;
}

const each = { ...noRequirements, fields: new Set(['companyId']) };
/** The sandbox's custom field of moments. */
const CUSTOM_TIME = 'ufCrm_1720019876539';
const CONTACTS = 45;
const MAX_PAGES = 400;
const off = Number.POSITIVE_INFINITY;

/** The switches that native conditions depend on (contract §11.5 to §11.7, §11.13, §11.14). */
export const switches: fc.Arbitrary<Partial<Switches>> = fc.record({
  storedEmpties: fc.constantFrom('one' as const, 'two' as const),
  equality: fc.constantFrom('exact' as const, 'like' as const),
  inFindsNull: fc.boolean(),
  unequalFindsNull: fc.constantFrom('always' as const, 'texts' as const),
  dollarNin: fc.constant(false),
  storedTimes: fc.constantFrom('seconds' as const, 'seconds' as const, 'milliseconds' as const),
  dateOffsets: fc.constantFrom('read' as const, 'read' as const, 'read' as const, 'ignored' as const),
  orderAbove50: fc.constantFrom('kept' as const, 'id' as const),
  blankValues: fc.constantFrom('null' as const, 'empty' as const),
  hasMoreOnExactEnd: fc.boolean(),
});

const sortable = contactFieldNames.filter((field) => isSortable(contacts, field));
const direction = fc.constantFrom('asc' as const, 'desc' as const);
const orders: fc.Arbitrary<readonly OrderKey[]> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom(...sortable), direction }),
  { minLength: 1, maxLength: 3, selector: ({ field }) => field },
);

const links = fc.constantFrom<ContactField>('companyId', 'leadId', 'assignedById', 'createdBy', 'updatedBy');
const texts = fc.constantFrom<ContactField>('lastName', 'name', 'secondName', 'post', 'typeId', 'honorific');
const number = fc.constantFrom(0, 1, 2, 3, 7, 47);
const text = fc.constantFrom('ivan_petrov', 'user_1', 'user%', 'Ivan', 'Иванов', 'CLIENT', 'HNR_EN_1', 'nobody');
const time = fc.constantFrom('2022-06-01T00:00:00+03:00', '2024-07-22T18:00:08+03:00', '2024-07-22T15:00:08Z');
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ field: links, operator: fc.constantFrom('eq' as const, 'ne' as const), value: number }),
  fc.record({
    field: links,
    operator: fc.constantFrom('in' as const, 'notIn' as const),
    value: fc.array(number, { maxLength: 3 }),
  }),
  fc.record({
    field: links,
    operator: fc.constantFrom('gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    value: number,
  }),
  fc.record({ field: fc.oneof(links, texts), operator: fc.constant('isEmpty' as const), value: fc.boolean() }),
  fc.record({ field: texts, operator: fc.constantFrom('eq' as const, 'ne' as const), value: text }),
  fc.record({
    field: texts,
    operator: fc.constantFrom('in' as const, 'notIn' as const),
    value: fc.array(text, { maxLength: 3 }),
  }),
  fc.record({
    field: fc.constantFrom<ContactField>('createdTime', 'updatedTime'),
    operator: fc.constantFrom('eq' as const, 'gt' as const, 'gte' as const, 'lt' as const, 'lte' as const),
    value: time,
  }),
);

const casesOfContacts = fc.record({
  switches,
  orderBy: orders,
  filter: fc.oneof(
    { weight: 2, arbitrary: fc.constant<readonly Condition[]>([]) },
    condition.map((one): readonly Condition[] => [one]),
  ),
  size: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 70 })),
  backward: fc.boolean(),
});

/** The same over contacts that pass one of several filters. */
export const casesOfSeveral: fc.Arbitrary<WalkCase> = fc
  .tuple(casesOfContacts, fc.array(condition, { minLength: 2, maxLength: 4 }))
  .map(([given, all]) => ({ ...given, anyOf: all.map((one): Filter => [one]) }))
  // Filters that no request can express are rejected.
  .filter(({ filter, anyOf }) => anyOf.every((one) => conjunction(contacts, filter, one)));

/** Walks through a made-up portal in random ways, under random switches, over HTTP. */
export async function randomWalks(
  walks: number,
  seed = 1,
  cases: fc.Arbitrary<WalkCase> = casesOfContacts,
): Promise<WalkCounts> {
  await using sandbox = await createSandbox({ limits: 'off', contacts: CONTACTS });
  await using upstream = withDispose(
    plainUpstream({
      baseUrl: sandbox.url,
      pace: { concurrency: off, perSecond: off, keyPerMinute: off, searchesPerMinute: off },
    }),
  );
  addOddContacts(sandbox);
  const references = createReferences();
  const paging = { cursorSecrets: ['a secret'], nullsOrder: 'low' } as const;
  const caller = (): Caller => new Caller({ upstream: upstream.of, references, paging }, { apiKey: keys.all });
  const counts: WalkCounts = { walks: 0, whole: 0, refused: 0, wrong: [], refusedUnder: new Set() };
  // The seed alone determines the cases: a figure in the documents can be reproduced.
  for (const given of fc.sample(cases, { numRuns: walks, seed })) {
    sandbox.setSwitches(given.switches);
    sandbox.clearRequests();
    counts.walks += 1;
    try {
      const problem = await walk(sandbox, caller, given);
      if (problem === undefined) counts.whole += 1;
      else counts.wrong.push(`${problem}: ${JSON.stringify(given)}`);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'bad_response' || !mayBeRefused(given)) {
        counts.wrong.push(`${String(error)}: ${JSON.stringify(given)}`);
      } else {
        counts.refused += 1;
        counts.refusedUnder.add(
          given.switches.dateOffsets === 'ignored' ? 'dateOffsets: ignored' : 'storedTimes: milliseconds',
        );
      }
    }
  }
  return counts;
}

/** A walk: what is asked for, in which pages, of what upstream. */
export interface WalkCase {
  readonly switches: Partial<Switches>;
  readonly orderBy: readonly OrderKey[];
  readonly filter: readonly Condition[];
  readonly anyOf?: readonly Filter[];
  readonly size: number;
  readonly backward: boolean;
}

type Case = WalkCase;

/** Where no request can be exact: times that are finer than shown, and conditions on times that do not filter. */
function mayBeRefused({ switches: { storedTimes, dateOffsets }, orderBy, filter, anyOf = [] }: Case): boolean {
  const fields = [...orderBy, ...filter, ...anyOf.flat()].map(({ field }) => field);
  const byTime = fields.some((field) => field === 'createdTime' || field === 'updatedTime' || field === CUSTOM_TIME);
  return byTime && (storedTimes === 'milliseconds' || dateOffsets === 'ignored');
}

/** Returns the fault of a walk, if it has one. */
async function walk(sandbox: Sandbox, caller: () => Caller, given: Case): Promise<string | undefined> {
  const { orderBy, size, backward } = given;
  // Times of custom fields are those that the portal has: nothing is known of them yet.
  const filter: Filter = given.filter.flatMap((one) => (one.unresolved ? one : onShownTimes(contacts, one)));
  const means = (all: Filter) => (row: Readonly<Record<string, unknown>>) => all.every((one) => meansOf(one)(row));
  const anyOf = given.anyOf?.map((all) => all.flatMap((one) => onShownTimes(contacts, one)));
  const expected = sandbox.contacts
    .rows()
    .filter((row) => means(given.filter)(row) && (given.anyOf?.some((all) => means(all)(row)) ?? true));
  const ids: number[] = [];
  let cursor: string | undefined;
  let total: number | null | undefined;
  for (let pages = 1; ; pages += 1) {
    if (pages > MAX_PAGES) return 'does not end';
    const page = await caller().page(
      {
        entity: contacts,
        filter,
        ...(anyOf && { anyOf: [{ argument: 'filter.or', filters: anyOf }] }),
        orderBy,
        ...(backward ? { last: size, before: cursor } : { first: size, after: cursor }),
        wants: { hasNextPage: true, hasPreviousPage: true, total: pages === 1 },
      },
      each,
    );
    if (total === undefined) total = await page.total;
    ids[backward ? 'unshift' : 'push'](...page.rows.map(({ id }) => id));
    if (!(backward ? page.hasPreviousPage : page.hasNextPage)) break;
    if (page.rows.length === 0) return 'makes no progress';
    cursor = page.cursorOf(backward ? 0 : page.rows.length - 1);
  }
  if (new Set(ids).size < ids.length) return 'repeats contacts';
  const missing = expected.filter((row) => !ids.includes(row['id'] as number)).length;
  if (missing > 0) return `loses ${missing} of ${expected.length} contacts`;
  if (ids.length > expected.length) return `has ${ids.length - expected.length} contacts too many`;
  return total === ids.length || total === null || isUncounted(given) ? undefined : `counts ${total} of ${ids.length}`;
}

/** A number alone shows nothing of which contacts it counts. */
function isUncounted({ switches: { dateOffsets }, filter, anyOf = [] }: Case): boolean {
  return (
    dateOffsets === 'ignored' &&
    [...filter, ...anyOf.flat()].some(({ field }) => field.endsWith('Time') || field === CUSTOM_TIME)
  );
}

/** Zeros beside empty values, numbers below zero, and ties, in the sandbox's custom fields. */
function customValues(at: number) {
  return {
    ufCrm_1720019876535: [0, null, -3, 0, 5][at % 5] ?? null,
    ufCrm_1720019876536: [null, 0, -0.5, 12.5][at % 4] ?? null,
    ufCrm_1720019876537: [0, 1, null][at % 3] ?? null,
    ufCrm_1720019876538: ['2024-07-22', null, '2023-01-01'][at % 3] ?? null,
    ufCrm_1720019876540: [51, null, 52][at % 3] ?? null,
  };
}

/** Names that LIKE takes for patterns, both forms of "no value", and times within one second. */
function addOddContacts(sandbox: Sandbox): void {
  const names = ['ivan_petrov', 'ivan-petrov', 'ivanxpetrov', 'user_1', 'user-1', 'user%', 'userful', '', null];
  for (const [at, lastName] of names.entries()) {
    const second = new Date(Date.UTC(2024, 6, 22, 15, 0, 8, (at * 377) % 1000)).toISOString();
    sandbox.contacts.create({
      lastName,
      name: at % 2 === 0 ? '' : null,
      companyId: [null, 0, 1, 0, 47][at % 5] ?? null,
      leadId: at % 3 === 0 ? 0 : null,
      createdTime: second,
      ...customValues(at),
    });
  }
}

function withDispose(of: ReturnType<typeof plainUpstream>) {
  return { of, [Symbol.asyncDispose]: () => of.close() };
}

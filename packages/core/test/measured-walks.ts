import { contacts } from '../src/entities/contact.ts';
import { completeOrder, type OrderKey } from '../src/query/order.ts';
import { type PageRequest, planPage } from '../src/pagination/page.ts';
import { createRowsUpstream, type Raw, type RowsUpstream } from './rows-upstream.ts';
import { idsOf, runPlan } from './walk.ts';

export interface WalkSetting {
  readonly orderBy: readonly OrderKey[];
  readonly lastNames: number;
  readonly walks: number;
  readonly pageSize?: number;
  readonly rows?: number;
  /** Creates and deletes before each upstream call. */
  readonly changes?: number;
  readonly seed?: number;
}

export interface WalkFigures {
  readonly pages: number;
  readonly calls: number;
  readonly callsPerPage: number;
  /** Walks that skipped or repeated a contact that existed throughout. */
  readonly wrongWalks: number;
}

/** Walks all contacts again and again while others come and go, and counts upstream calls. */
export function measureWalks({
  orderBy,
  lastNames,
  walks,
  pageSize = 20,
  rows = 1167,
  changes = 3,
  seed = 1,
}: WalkSetting): WalkFigures {
  const random = createRandom(seed);
  const order = completeOrder(contacts, orderBy, []);
  let pages = 0;
  let calls = 0;
  let wrongWalks = 0;
  for (let walk = 0; walk < walks; walk += 1) {
    const upstream = createRowsUpstream({
      rows: Array.from({ length: rows }, (_, index) => someone(index + 1)),
    });
    const before = upstream.rows;
    const delivered: number[] = [];
    let after: PageRequest['after'];
    for (let more = true; more; pages += 1) {
      const page = runPlan(
        planPage(
          {
            entity: contacts,
            filter: [],
            order,
            first: pageSize,
            after,
            fields: new Set(['name']),
            wants: { hasNextPage: true, hasPreviousPage: false, total: false },
          },
          'low',
        ),
        upstream,
        () => change(upstream),
      );
      delivered.push(...idsOf(page));
      after = page.positionAt(-1);
      more = page.hasNextPage;
    }
    calls += upstream.calls.length;
    const present = new Set(upstream.rows);
    const seen = new Set(delivered);
    const isWrong = seen.size < delivered.length || before.some((row) => present.has(row) && !seen.has(row.id));
    if (isWrong) wrongWalks += 1;
  }
  return { pages, calls, callsPerPage: calls / pages, wrongWalks };

  function someone(id: number): Raw {
    return { id, name: 'Ivan', lastName: `Name ${Math.floor(random() * lastNames)}` };
  }

  function change(upstream: RowsUpstream): void {
    for (let count = 0; count < changes; count += 1) {
      if (random() < 0.5) upstream.rows = [...upstream.rows, someone(1 + (upstream.rows.at(-1)?.id ?? 0))];
      else upstream.rows = upstream.rows.toSpliced(Math.floor(random() * upstream.rows.length), 1);
    }
  }
}

/** Mulberry32: small, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import type { UpstreamRow } from '../src/entities/decode.ts';
import type { Page } from '../src/pagination/page.ts';
import type { Plan } from '../src/pagination/steps.ts';
import type { Raw, RowsUpstream } from './rows-upstream.ts';
import type { Change } from './walk-cases.ts';

/** Runs the plan of a page against rows in memory. */
export function runPlan<P>(plan: Plan<P>, upstream: RowsUpstream, beforeInnerPage?: () => void, maxSteps = 50): P {
  let step = plan;
  for (let calls = 0; !step.done; calls += 1) {
    if (calls > maxSteps) throw new Error('The plan of one page makes no end of calls.');
    step = step.next(step.lists.map((query) => upstream.answer(query, beforeInnerPage)));
  }
  return step.result;
}

export function idsOf(page: Page | readonly UpstreamRow[]): readonly number[] {
  return ('rows' in page ? page.rows : page).map(({ id }) => id);
}

export interface Churn {
  /** Makes the next changes. */
  next(): void;
  /** Those of `rows` that were never deleted. */
  survivors(rows: readonly Raw[]): readonly Raw[];
  /** A row that is or was there. */
  rowOf(id: number): Raw;
  /** Ids in the order in which a walk got them; the test adds to it. */
  readonly delivered: number[];
}

/** Changes an upstream's rows, one batch a call, and keeps what was there all the time. */
export function createChurn(upstream: RowsUpstream, batches: readonly (readonly Change[])[]): Churn {
  const pending = batches.values();
  const gone = new Set<number>();
  const delivered: number[] = [];
  const ever = new Map(upstream.rows.map((row) => [row.id, row]));
  let lastId = Math.max(0, ...ever.keys());

  return {
    delivered,
    next() {
      for (const change of pending.next().value ?? []) apply(change);
    },
    survivors: (rows) => rows.filter(({ id }) => !gone.has(id)),
    rowOf(id) {
      const row = ever.get(id);
      if (!row) throw new Error(`There never was a row ${id}.`);
      return row;
    },
  };

  function apply(change: Change): void {
    switch (change.kind) {
      case 'delete':
        remove(upstream.rows[change.pick % upstream.rows.length]?.id);
        break;
      // The rows that cursors point at are the ones that a page leans on.
      case 'deleteDelivered':
        remove(delivered.at(-1 - (change.pick % 3)));
        break;
      case 'create':
        add({ ...change.values, id: lastId + 1 });
        break;
      case 'tie': {
        const other = upstream.rows[change.pick % upstream.rows.length];
        if (other) add({ ...(change.upperCase ? inCapitals(other) : other), id: lastId + 1 });
        break;
      }
      case 'reveal': {
        const id = 1 + (change.pick % (lastId + 1));
        if (!ever.has(id)) add({ ...change.values, id });
        break;
      }
      default:
        change satisfies never;
    }
  }

  function remove(id: number | undefined): void {
    if (id === undefined) return;
    gone.add(id);
    upstream.rows = upstream.rows.filter((row) => row.id !== id);
  }

  function add(row: Raw): void {
    ever.set(row.id, row);
    lastId = Math.max(lastId, row.id);
    upstream.rows.push(row);
  }
}

const texts: ReadonlySet<string> = new Set(['name', 'lastName', 'title', 'email']);

function inCapitals(row: Raw): Raw {
  const capitals = Object.entries(row).map(([name, value]) => [
    name,
    texts.has(name) && typeof value === 'string' ? value.toUpperCase() : value,
  ]);
  return Object.fromEntries(capitals) as Raw;
}

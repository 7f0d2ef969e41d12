import type { Sandbox } from '@contacts/sandbox';

/** Contacts that are created and deleted during a walk. */
export interface Churn {
  /** Ids of contacts that existed from the beginning and still do: an exact walk shows each of them once. */
  throughout(): ReadonlySet<number>;
  /** Numbers of contacts created and deleted so far. */
  readonly changes: { readonly created: number; readonly deleted: number };
  /** Changes some more, as between two pages. */
  step(): void;
  /** Stops the changes. */
  stop(): void;
}

const CHANGES_A_STEP = 2;
const lastNames = ['Аверин', 'Котова', 'Мельник', 'Яшина', 'Adams', ''];

/**
 * Creates and deletes contacts before every read of up to 50 rows, so also between the reads of one page, and on demand.
 * Deterministic: the same seed and the same calls make the same changes.
 */
export function startChurn({ contacts }: Sandbox, seed: number): Churn {
  const random = createRandom(seed);
  const old = new Set(contacts.rows().map(({ id }) => Number(id)));
  const present = [...old];
  const changes = { created: 0, deleted: 0 };

  const step = (): void => {
    for (let change = 0; change < CHANGES_A_STEP; change += 1) {
      const place = Math.floor(random() * present.length);
      const id = present[place];
      if (random() < 0.5 && id !== undefined) {
        present.splice(place, 1);
        old.delete(id);
        contacts.delete(id);
        changes.deleted += 1;
      } else {
        const lastName = lastNames[Math.floor(random() * lastNames.length)] ?? null;
        present.push(contacts.create({ name: 'New', lastName }));
        changes.created += 1;
      }
    }
  };
  const stop = contacts.beforeRead(({ entity }) => {
    if (entity === 'contacts') step();
  });
  return { throughout: () => old, changes, step, stop };
}

/** mulberry32: a small generator with the same numbers on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

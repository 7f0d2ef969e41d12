import type { Upstream } from '@contacts/core';

/** The contacts that were read for a response. */
export interface ReadContacts {
  /** Ids of all rows, those of other records included: what one of these purges as well is only read again. */
  readonly ids: Set<number>;
  /** Number of upstream requests. */
  requests: number;
}

/** Rows stand in lists, in members of an answer, and in the results of a batch, but no deeper. */
const MAX_DEPTH = 6;

export function readNothing(): ReadContacts {
  return { ids: new Set(), requests: 0 };
}

/** Returns an upstream that notes what is read through it. */
export function watchContacts(upstream: Upstream, read: ReadContacts): Upstream {
  return {
    ...upstream,
    async request(...args) {
      read.requests += 1;
      const answer = await upstream.request(...args);
      addIds(answer.data, read.ids, 0);
      addIds(answer.envelope, read.ids, 0);
      return answer;
    },
  };
}

function addIds(value: unknown, ids: Set<number>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  const { id } = value as { readonly id?: unknown };
  const number = Number(id);
  if (id !== undefined && Number.isSafeInteger(number)) ids.add(number);
  // Lists and batches have no id of their own; the members of a row are not looked at.
  else for (const member of Object.values(value)) addIds(member, ids, depth + 1);
}

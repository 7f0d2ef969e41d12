import { fileURLToPath } from 'node:url';
import { type Answer, type Json, rowOf } from '../answer.ts';
import type { Workload } from '../workloads.ts';
import type { Stack } from './stack.ts';

/** A bare HTTP server that passes the upstream's bytes through: the least that Node can do. */
export const floor: Stack = {
  name: 'floor',
  title: 'floor (node:http + undici dispatch)',
  packages: [],
  start: ({ port, upstreamUrl }) => ({
    command: 'node',
    args: ['--conditions=@contacts/source', fileURLToPath(new URL('floor-server.ts', import.meta.url))],
    env: { PORT: String(port), UPSTREAM: upstreamUrl },
  }),
  // As long as what the other stacks are sent, and read as they read it.
  request: ({ name }) => ({
    path: `/${encodeURIComponent(name)}`,
    body: JSON.stringify({ query: 'x'.repeat(200), variables: {} }),
  }),
  read: readBodies,
};

/** The same with a connection of its own for each request: the least where no two callers share one. */
export const floorOfNewCallers: Stack = {
  ...floor,
  name: 'floor-new',
  title: 'floor, a new upstream connection each request',
  start(place) {
    const start = floor.start(place);
    return { ...start, env: { ...start.env, CONNECTIONS: 'new' } };
  },
};

/** The bodies of the upstream's answers, as an array where there are several. */
function readBodies(workload: Workload, body: unknown): Answer {
  const [contacts, companies, users] = (Array.isArray(body) ? body : [body]) as readonly {
    data: readonly Json[];
    meta: { total?: number; hasMore: boolean };
  }[];
  if (contacts === undefined) throw new Error('There is no answer of the upstream.');
  const named = (rows: readonly Json[] | undefined, id: unknown, member: string): string | null =>
    (rows?.find((row) => row['id'] === id)?.[member] as string | undefined) ?? null;
  return {
    total: workload.withTotal ? (contacts.meta.total ?? null) : null,
    hasNextPage: workload.withTotal ? contacts.meta.hasMore : null,
    rows: contacts.data.map((row) => ({
      ...rowOf(row, workload.fields),
      ...(workload.withRelations
        ? {
            company: named(companies?.data, row['companyId'], 'title'),
            assignedBy: named(users?.data, row['assignedById'], 'name'),
          }
        : {}),
    })),
  };
}

import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { churnInput } from '../churn.ts';
import { faultsInput } from '../faults/fault.ts';
import { type Switches, switchesInput } from '../switches.ts';
import type { RequestLog } from '../requests.ts';

/** The most contacts that a sandbox is made with. */
export const MAX_CONTACTS = 1_000_000;

/** What the control endpoints act on. */
export interface Controlled {
  log: RequestLog;
  state(): Record<string, unknown>;
  reset(): void;
  remake(contacts: number, seed: number): void;
  advance(ms: number): Promise<void>;
  setSwitches(switches: Partial<Switches>): void;
  setFaults(faults: z.input<typeof faultsInput>): void;
  setChurn(churn: z.output<typeof churnInput> | null): void;
}

// A month: churn and other regular work is done step by step on the way.
const longestAdvanceMs = 31 * 86_400_000;
const dataInput = z.strictObject({
  contacts: z.number().int().min(0).max(MAX_CONTACTS).default(1167),
  seed: z.number().int().default(1),
});
const clockInput = z.strictObject({ advanceMs: z.number().min(0).max(longestAdvanceMs) });
const requestsQuery = z.object({ last: z.coerce.number().int().min(0).default(1000) });

/** The endpoints under /_sandbox/, which the upstream does not have: nothing of them is recorded or limited. */
export function addControlEndpoints(app: FastifyInstance, controlled: Controlled): void {
  const ok = (reply: FastifyReply) => reply.send(controlled.state());
  app.get('/_sandbox', (_request, reply) => ok(reply));
  app.post('/_sandbox/reset', (_request, reply) => {
    controlled.reset();
    return ok(reply);
  });
  app.post('/_sandbox/data', (request, reply) => {
    const { contacts, seed } = read(dataInput, request.body ?? {});
    controlled.remake(contacts, seed);
    return ok(reply);
  });
  app.post('/_sandbox/clock', async (request, reply) => {
    await controlled.advance(read(clockInput, request.body).advanceMs);
    return ok(reply);
  });
  app.post('/_sandbox/switches', (request, reply) => {
    read(switchesInput, request.body);
    controlled.setSwitches(request.body as Partial<Switches>);
    return ok(reply);
  });
  app.post('/_sandbox/faults', (request, reply) => {
    controlled.setFaults(read(faultsInput, request.body));
    return ok(reply);
  });
  app.post('/_sandbox/churn', (request, reply) => {
    controlled.setChurn(read(churnInput.nullable(), request.body));
    return ok(reply);
  });
  app.get('/_sandbox/requests', (request, reply) => {
    const { last } = read(requestsQuery, request.query);
    const { entries, count } = controlled.log;
    return reply.send({ count, requests: last === 0 ? [] : entries.slice(-last) });
  });
  app.delete('/_sandbox/requests', (_request, reply) => {
    controlled.log.clear();
    return ok(reply);
  });
}

function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(...result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`));
}

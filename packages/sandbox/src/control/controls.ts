import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { churnInput } from '../churn.ts';
import { type Fault, faultsInput } from '../faults/fault.ts';
import { DEFAULT_CONTACTS } from '../options.ts';
import { type Switches, switchesInput } from '../switches.ts';
import type { RequestLog } from '../request-log.ts';

/** Maximum number of contacts of a sandbox. */
export const MAX_CONTACTS = 1_000_000;

/** Actions of the control endpoints. */
export interface ControlActions {
  log: RequestLog;
  /** Returns the body of a response. */
  status(): Record<string, unknown>;
  reset(): void;
  /** Replaces all data. */
  makeData(contacts: number, seed: number): void;
  advance(ms: number): Promise<void>;
  setSwitches(switches: Partial<Switches>): void;
  setFaults(faults: readonly Fault[]): void;
  setChurn(churn: z.output<typeof churnInput> | null): void;
}

// A month: scheduled work such as churn runs step by step until then.
const longestAdvanceMs = 31 * 86_400_000;
const dataInput = z.strictObject({
  contacts: z.number().int().min(0).max(MAX_CONTACTS).default(DEFAULT_CONTACTS),
  seed: z.number().int().default(1),
});
const clockInput = z.strictObject({ advanceMs: z.number().min(0).max(longestAdvanceMs) });
const requestsQuery = z.object({ last: z.coerce.number().int().min(0).default(1000) });

/** Adds the endpoints under /_sandbox/, which the upstream does not have. They are not recorded and not limited. */
export function addControlEndpoints(app: FastifyInstance, actions: ControlActions): void {
  const ok = (reply: FastifyReply) => reply.send(actions.status());
  app.get('/_sandbox', (_request, reply) => ok(reply));
  app.post('/_sandbox/reset', (_request, reply) => {
    actions.reset();
    return ok(reply);
  });
  app.post('/_sandbox/data', (request, reply) => {
    const { contacts, seed } = read(dataInput, request.body ?? {});
    actions.makeData(contacts, seed);
    return ok(reply);
  });
  app.post('/_sandbox/clock', async (request, reply) => {
    await actions.advance(read(clockInput, request.body).advanceMs);
    return ok(reply);
  });
  app.post('/_sandbox/switches', (request, reply) => {
    read(switchesInput, request.body);
    actions.setSwitches(request.body as Partial<Switches>);
    return ok(reply);
  });
  app.post('/_sandbox/faults', (request, reply) => {
    actions.setFaults(read(faultsInput, request.body));
    return ok(reply);
  });
  app.post('/_sandbox/churn', (request, reply) => {
    actions.setChurn(read(churnInput.nullable(), request.body));
    return ok(reply);
  });
  app.get('/_sandbox/requests', (request, reply) => {
    const { last } = read(requestsQuery, request.query);
    const { entries, count } = actions.log;
    return reply.send({ count, requests: last === 0 ? [] : entries.slice(-last) });
  });
  app.delete('/_sandbox/requests', (_request, reply) => {
    actions.log.clear();
    return ok(reply);
  });
}

function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw invalid(...result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`));
}

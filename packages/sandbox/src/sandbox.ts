import { type Churn, churnInput } from './churn.ts';
import { type ContactsControl, controlContacts } from './contacts-control.ts';
import { addControlEndpoints } from './control/controls.ts';
import { endpoints } from './endpoints/routes.ts';
import type { Fault } from './faults/fault.ts';
import { createServer } from './http/server.ts';
import type { SandboxOptions } from './options.ts';
import type { RecordedRequest } from './request-log.ts';
import { createRuntime } from './runtime.ts';
import type { Switches } from './switches.ts';

/** A running sandbox. */
export interface Sandbox {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** Requests received, oldest first. Only the newest 10,000 to 20,000 are kept. */
  readonly requests: readonly RecordedRequest[];
  /** Contacts, which tests read and change without a request. */
  readonly contacts: ContactsControl;
  clearRequests(): void;
  /** Restores data, switches, limits and requests of the start, and ends faults and churn. Hooks and the clock stay. */
  reset(): void;
  /** Changes some switches; the others keep their values. */
  setSwitches(switches: Partial<Switches>): void;
  /** Replaces all faults; `[]` ends them. */
  setFaults(faults: readonly Fault[]): void;
  /** Starts to change contacts at random; null ends it. */
  setChurn(churn: Churn | null): void;
  /** Moves the sandbox's clock forward, on top of the given clock, and waits for the work that falls due. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a sandbox: `await using sandbox = await createSandbox({ limits: 'off' })`. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1' } = options;
  const { server, actions, hooks, stop } = createRuntime(options);
  const app = createServer(endpoints(), server, (fastify) => addControlEndpoints(fastify, actions));
  await app.listen({ port, host });
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    stop();
    await app.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    get requests() {
      return server.log.entries;
    },
    contacts: controlContacts(server.state, hooks),
    clearRequests: () => server.log.clear(),
    reset: () => actions.reset(),
    setSwitches: (switches) => actions.setSwitches(switches),
    setFaults: (faults) => actions.setFaults(faults),
    setChurn: (churn) => actions.setChurn(churn === null ? null : churnInput.parse(churn)),
    advance: (ms) => actions.advance(ms),
    close,
    [Symbol.asyncDispose]: close,
  };
}

import { adjustable } from './adjustable-clock.ts';
import { type Churn, churnInput, createChurnRunner } from './churn.ts';
import { realClock } from './clock.ts';
import { type ContactsControl, controlContacts } from './contacts-control.ts';
import { addControlEndpoints, MAX_CONTACTS } from './control/controls.ts';
import { endpoints } from './endpoints/routes.ts';
import type { Fault } from './faults/fault.ts';
import { createFaultPlan } from './faults/fault-plan.ts';
import { createServer } from './http/server.ts';
import { clearLimits, createLimits } from './limits/limits.ts';
import type { BeforeRead } from './native-read.ts';
import type { SandboxOptions } from './options.ts';
import { createPortalData } from './portal-data.ts';
import type { NativeCallSettings } from './portal/native-call-permit.ts';
import { type RecordedRequest, RequestLog } from './request-log.ts';
import type { SandboxState } from './state.ts';
import { changedSwitches, defaultSwitches, type Switches } from './switches.ts';

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
  const { port = 0, host = '127.0.0.1', latencyMs = 0 } = options;
  const start = { contacts: options.contacts ?? 1167, seed: options.seed ?? 1 };
  let { contacts, seed } = start;
  if (!Number.isInteger(contacts) || contacts < 0 || contacts > MAX_CONTACTS) {
    throw new RangeError(`contacts must be a whole number from 0 to ${MAX_CONTACTS} (got ${contacts})`);
  }
  const startSwitches = changedSwitches(defaultSwitches, options.switches ?? {});
  const clock = adjustable(options.clock ?? realClock);
  const log = new RequestLog();
  const hooks = new Set<BeforeRead>();
  const state: SandboxState = { clock, data: createPortalData(contacts, seed), switches: startSwitches };
  const churnRunner = createChurnRunner(state, clock, () => seed);
  const native: NativeCallSettings = {
    clock,
    limits: createLimits(clock, options.limits),
    latencyMs,
    hooks,
    churnRunner,
  };
  const faults = createFaultPlan(seed);
  let startedAt = clock.now();

  function remake(): void {
    churnRunner.set(null);
    state.data = createPortalData(contacts, seed);
    state.data.useSwitches(state.switches);
  }
  function setSwitches(switches: Partial<Switches>): void {
    state.switches = changedSwitches(state.switches, switches);
    state.data.useSwitches(state.switches);
  }
  function reset(): void {
    state.switches = startSwitches;
    ({ contacts, seed } = start);
    remake();
    faults.set([]);
    if (native.limits !== null) clearLimits(native.limits);
    startedAt = clock.now();
    log.clear();
  }
  state.data.useSwitches(state.switches);

  const app = createServer(endpoints(), { state, log, native, faults, startedAt: () => startedAt }, (server) =>
    addControlEndpoints(server, {
      log,
      status: () => ({
        contacts: state.data.contacts.table.size,
        seed,
        now: clock.now(),
        switches: state.switches,
      }),
      reset,
      remake(nextContacts, nextSeed) {
        contacts = nextContacts;
        seed = nextSeed;
        remake();
      },
      advance: (ms) => clock.advance(ms),
      setSwitches,
      setFaults: (next) => faults.set(next),
      setChurn: (next) => churnRunner.set(next),
    }),
  );
  await app.listen({ port, host });
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    churnRunner.set(null);
    clock.stop();
    await app.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    get requests() {
      return log.entries;
    },
    contacts: controlContacts(state, hooks),
    clearRequests: () => log.clear(),
    reset,
    setSwitches,
    setFaults: (next) => faults.set(next),
    setChurn: (next) => churnRunner.set(next === null ? null : churnInput.parse(next)),
    advance: (ms) => clock.advance(ms),
    close,
    [Symbol.asyncDispose]: close,
  };
}

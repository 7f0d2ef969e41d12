import { adjustable } from './adjustable-clock.ts';
import { type Churn, churnInput, createChurning } from './churn.ts';
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
import type { NativeConditions } from './portal/turn.ts';
import { type RecordedRequest, RequestLog } from './requests.ts';
import type { Services } from './services.ts';
import { changedSwitches, defaultSwitches, type Switches } from './switches.ts';

/** A running sandbox. */
export interface Sandbox {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** What it was asked, oldest first; only the newest 10,000 to 20,000. */
  readonly requests: readonly RecordedRequest[];
  /** The contacts, for tests to look at and to change between two upstream calls. */
  readonly contacts: ContactsControl;
  clearRequests(): void;
  /** Data, switches, limits and requests as at the start; no faults, no churn. Hooks and the clock stay. */
  reset(): void;
  /** Changes some switches, the others stay. */
  setSwitches(switches: Partial<Switches>): void;
  /** Takes the place of all faults before; `[]` ends them. */
  setFaults(faults: readonly Fault[]): void;
  /** Contacts that change by themselves; null ends it. */
  setChurn(churn: Churn | null): void;
  /** Sets the sandbox's clock forward, over any clock that was given, and waits for what that sets off. */
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
    throw new RangeError(`contacts must be a whole number from 0 to ${MAX_CONTACTS}: ${contacts}`);
  }
  const startSwitches = changedSwitches(defaultSwitches, options.switches ?? {});
  const clock = adjustable(options.clock ?? realClock);
  const log = new RequestLog();
  const hooks = new Set<BeforeRead>();
  const services: Services = { clock, data: createPortalData(contacts, seed), switches: startSwitches };
  const churning = createChurning(services, clock, () => seed);
  const native: NativeConditions = { clock, limits: createLimits(clock, options.limits), latencyMs, hooks, churning };
  const faults = createFaultPlan(seed);
  let startedAt = clock.now();

  function remake(): void {
    churning.set(null);
    services.data = createPortalData(contacts, seed);
    services.data.useSwitches(services.switches);
  }
  function setSwitches(switches: Partial<Switches>): void {
    services.switches = changedSwitches(services.switches, switches);
    services.data.useSwitches(services.switches);
  }
  function reset(): void {
    services.switches = startSwitches;
    ({ contacts, seed } = start);
    remake();
    faults.set([]);
    if (native.limits !== null) clearLimits(native.limits);
    startedAt = clock.now();
    log.clear();
  }
  services.data.useSwitches(services.switches);

  const app = createServer(endpoints(), { services, log, native, faults, startedAt: () => startedAt }, (server) =>
    addControlEndpoints(server, {
      log,
      state: () => ({
        contacts: services.data.contacts.table.size,
        seed,
        now: clock.now(),
        switches: services.switches,
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
      setChurn: (next) => churning.set(next),
    }),
  );
  await app.listen({ port, host });
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    churning.set(null);
    clock.stop();
    await app.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    get requests() {
      return log.entries;
    },
    contacts: controlContacts(services, hooks),
    clearRequests: () => log.clear(),
    reset,
    setSwitches,
    setFaults: (next) => faults.set(next),
    setChurn: (next) => churning.set(next === null ? null : churnInput.parse(next)),
    advance: (ms) => clock.advance(ms),
    close,
    [Symbol.asyncDispose]: close,
  };
}

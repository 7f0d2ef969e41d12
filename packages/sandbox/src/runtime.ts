import { type AdjustableClock, adjustable } from './adjustable-clock.ts';
import { createChurnRunner } from './churn.ts';
import { realClock } from './clock.ts';
import { type ControlActions, MAX_CONTACTS } from './control/controls.ts';
import { createFaultPlan } from './faults/fault-plan.ts';
import type { ServerContext } from './http/server-context.ts';
import { clearLimits, createLimits } from './limits/limits.ts';
import type { BeforeRead } from './native-read.ts';
import { DEFAULT_CONTACTS, type SandboxOptions } from './options.ts';
import { createPortalData } from './portal-data.ts';
import { RequestLog } from './request-log.ts';
import { changedSwitches, defaultSwitches, type Switches } from './switches.ts';

/** All parts of a sandbox but its server. */
export interface Runtime {
  server: ServerContext;
  actions: ControlActions;
  hooks: Set<BeforeRead>;
  /** Ends churn and cancels all scheduled work. */
  readonly stop: () => void;
}

/** Number of contacts and seed of the data. */
interface DataSize {
  contacts: number;
  seed: number;
}

/**
 * Makes the parts of a sandbox.
 * @throws RangeError for an invalid number of contacts or limit, ZodError for an invalid switch
 */
export function createRuntime(options: SandboxOptions): Runtime {
  const size = sizeOf(options);
  const switches = changedSwitches(defaultSwitches, options.switches ?? {});
  const clock = adjustable(options.clock ?? realClock);
  const state = { clock, data: createPortalData(size.contacts, size.seed), switches };
  state.data.useSwitches(switches);
  const current = { ...size, startedAt: clock.now() };
  const churnRunner = createChurnRunner(state, clock, () => current.seed);
  const hooks = new Set<BeforeRead>();
  const limits = createLimits(clock, options.limits);
  const server: ServerContext = {
    state,
    log: new RequestLog(),
    native: { clock, limits, latencyMs: options.latencyMs ?? 0, hooks, churnRunner },
    faults: createFaultPlan(size.seed),
    startedAt: () => current.startedAt,
  };
  const actions = createActions(server, clock, { size, switches }, current);
  const stop = (): void => {
    churnRunner.set(null);
    clock.stop();
  };
  return { server, actions, hooks, stop };
}

function createActions(
  { state, log, native: { churnRunner, limits }, faults }: ServerContext,
  clock: AdjustableClock,
  start: { size: DataSize; switches: Switches },
  current: DataSize & { startedAt: number },
): ControlActions {
  function makeData(contacts: number, seed: number): void {
    Object.assign(current, { contacts, seed });
    churnRunner.set(null);
    state.data = createPortalData(contacts, seed);
    state.data.useSwitches(state.switches);
  }
  return {
    log,
    status: () => ({
      contacts: state.data.contacts.table.size,
      seed: current.seed,
      now: clock.now(),
      switches: state.switches,
    }),
    reset() {
      state.switches = start.switches;
      makeData(start.size.contacts, start.size.seed);
      faults.set([]);
      if (limits !== null) clearLimits(limits);
      current.startedAt = clock.now();
      log.clear();
    },
    makeData,
    advance: (ms) => clock.advance(ms),
    setSwitches(changes) {
      state.switches = changedSwitches(state.switches, changes);
      state.data.useSwitches(state.switches);
    },
    setFaults: (next) => faults.set(next),
    setChurn: (next) => churnRunner.set(next),
  };
}

function sizeOf({ contacts = DEFAULT_CONTACTS, seed = 1 }: SandboxOptions): DataSize {
  if (Number.isInteger(contacts) && contacts >= 0 && contacts <= MAX_CONTACTS) return { contacts, seed };
  throw new RangeError(`contacts must be a whole number from 0 to ${MAX_CONTACTS} (got ${contacts})`);
}

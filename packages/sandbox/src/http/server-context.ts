import type { FaultPlan } from '../faults/fault-plan.ts';
import type { NativeCallSettings } from '../portal/native-call-permit.ts';
import type { RequestLog } from '../request-log.ts';
import type { SandboxState } from '../state.ts';

/** Everything that requests share. */
export interface ServerContext {
  state: SandboxState;
  log: RequestLog;
  native: NativeCallSettings;
  faults: FaultPlan;
  /** Returns the start of the sandbox by its clock: sessions end some time after it. */
  startedAt(): number;
}

import type { FaultPlan } from '../faults/fault-plan.ts';
import type { NativeConditions } from '../portal/turn.ts';
import type { RequestLog } from '../requests.ts';
import type { Services } from '../services.ts';

/** What serving a request needs beside the endpoint. */
export interface Serving {
  services: Services;
  log: RequestLog;
  native: NativeConditions;
  faults: FaultPlan;
  /** When sessions began, by the sandbox's clock. */
  startedAt(): number;
}

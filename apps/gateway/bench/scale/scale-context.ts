import { type Callers, startCallers } from '../../test/shared/callers.ts';
import type { Cluster } from '../../test/shared/cluster.ts';

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly promised: string;
  readonly isKept: boolean;
}

export interface ScaleContext {
  readonly cluster: Cluster;
  readonly balancerUrl: string;
  /** Length of each of the longer scenarios. */
  readonly seconds: number;
  /** CPU of the gateways and Redis so far. */
  readonly cpuSeconds: () => number;
}

/** Callers that ask for about ten times the budget together: each has two requests out. */
export function callersFor(urlOf: (caller: number) => string, callers: number): Callers {
  return startCallers({ urlOf, callers, atOnce: 2 });
}

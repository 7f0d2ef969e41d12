import type { Clock } from './clock.ts';
import type { PortalData } from './portal-data.ts';
import type { Switches } from './switches.ts';

/** Clock, data and switches of the sandbox. A reset replaces data and switches: read them at each use. */
export interface SandboxState {
  readonly clock: Clock;
  data: PortalData;
  switches: Switches;
}

import type { Clock } from './clock.ts';
import type { PortalData } from './portal-data.ts';
import type { Switches } from './switches.ts';

/** What endpoints work with; the members change when the sandbox is reset or switched, so read them at each use. */
export interface Services {
  readonly clock: Clock;
  data: PortalData;
  switches: Switches;
}

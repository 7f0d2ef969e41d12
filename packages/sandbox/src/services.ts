import type { Clock } from './clock.ts';
import type { NativeRead } from './native-read.ts';
import type { PortalData } from './portal-data.ts';
import type { Switches } from './switches.ts';

/** What endpoints work with; the members change when the sandbox is reset or switched, so read them at each use. */
export interface Services {
  readonly clock: Clock;
  data: PortalData;
  switches: Switches;
  /** Waits as long as the native call would take and lets hooks and churn act; undefined when there is nothing to wait for. */
  beforeRead(read: NativeRead): Promise<void> | undefined;
}

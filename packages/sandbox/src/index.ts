// The sandbox of the upstream, for tests and for the gateway's default without a portal.
export type { Churn } from './churn.ts';
export { realClock } from './clock.ts';
export type { Cancel, Clock } from './clock.ts';
export type { ContactInput, ContactsControl } from './contacts-control.ts';
export { keys, portal, sessions } from './credentials.ts';
export { entityFields } from './entity-fields.ts';
export type { Fault } from './faults/fault.ts';
export { createManualClock } from './manual-clock.ts';
export type { ManualClock } from './manual-clock.ts';
export type { BeforeRead, NativeRead } from './native-read.ts';
export { defaultLimits } from './options.ts';
export type { Limits, SandboxOptions } from './options.ts';
export type { RecordedRequest } from './request-log.ts';
export { createSandbox } from './sandbox.ts';
export type { Sandbox } from './sandbox.ts';
export { defaultSwitches } from './switches.ts';
export type { Switches } from './switches.ts';

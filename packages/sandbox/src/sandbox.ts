import { realClock, sleep } from './clock.ts';
import { type ContactsControl, controlContacts } from './contacts-control.ts';
import { endpoints } from './endpoints/routes.ts';
import { createServer } from './http/server.ts';
import type { BeforeRead, NativeRead } from './native-read.ts';
import type { SandboxOptions } from './options.ts';
import { createPortalData } from './portal-data.ts';
import { type RecordedRequest, RequestLog } from './requests.ts';
import type { Services } from './services.ts';
import { defaultSwitches, type Switches } from './switches.ts';

/** A running sandbox. */
export interface Sandbox {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** What it was asked, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The contacts, for tests to look at and to change between two upstream calls. */
  readonly contacts: ContactsControl;
  clearRequests(): void;
  /** Data, switches and requests as they were at the start. */
  reset(): void;
  setSwitches(switches: Partial<Switches>): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a sandbox: `await using sandbox = await createSandbox({ limits: 'off' })`. */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1', contacts = 1167, seed = 1, clock = realClock, latencyMs = 0 } = options;
  const log = new RequestLog();
  const hooks = new Set<BeforeRead>();
  const services: Services = {
    clock,
    data: createPortalData(contacts, seed),
    switches: { ...defaultSwitches, ...options.switches },
    beforeRead(read) {
      if (hooks.size === 0 && latencyMs === 0) return undefined;
      return nativeCall(read);
    },
  };
  services.data.useSwitches(services.switches);

  async function nativeCall(read: NativeRead): Promise<void> {
    if (latencyMs > 0) await sleep(clock, latencyMs);
    for (const hook of hooks) await hook(read);
  }
  const app = createServer(endpoints(), { services, log, startedAt: clock.now() });
  await app.listen({ port, host });
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const close = async (): Promise<void> => {
    await app.close();
  };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    get requests() {
      return log.entries;
    },
    contacts: controlContacts(services, hooks),
    clearRequests: () => log.clear(),
    reset() {
      services.data = createPortalData(contacts, seed);
      services.switches = { ...defaultSwitches, ...options.switches };
      services.data.useSwitches(services.switches);
      log.clear();
    },
    setSwitches(switches) {
      services.switches = { ...services.switches, ...switches };
      services.data.useSwitches(services.switches);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

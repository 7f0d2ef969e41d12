import { LRUCache } from 'lru-cache';
import { type Credentials, credentialKey } from '../credentials.ts';
import { UpstreamError } from '../errors.ts';
import { endedBy } from './deadline.ts';
import { KeyWindow } from './key-window.ts';
import { Portal } from './portal.ts';
import type { Step, UpstreamEvent } from './send.ts';

export interface PaceOptions {
  /** Requests in flight at a portal. Default 2 (contract §5, "Portal queue"); `Infinity` is off. */
  readonly concurrency?: number;
  /** Calls of a portal a second. Default 10 (contract §5, "Portal rate"); `Infinity` is off. */
  readonly perSecond?: number;
  /** Requests of a key a minute. Default 300 (contract §5, "Platform"); `Infinity` is off. */
  readonly keyPerMinute?: number;
  /** Those of them that are searches. Default 60 (contract §5, "per-method lower"); `Infinity` is off. */
  readonly searchesPerMinute?: number;
  /** Requests that may wait at a portal. Default 1,000. */
  readonly maxWaiting?: number;
  /** The longest wait, in milliseconds. Default 30,000. */
  readonly maxWaitMs?: number;
  /**
   * `one`: all callers are of one portal and share its budget, which is never passed. `many`: each key is taken for a
   * portal of its own. Default `one`.
   */
  readonly portals?: 'one' | 'many';
}

export interface PaceStats {
  readonly queued: number;
  readonly inFlight: number;
  /** What is left of the minute of the key that has least of it, from 0 to 1. */
  readonly leastKeyShareLeft: number;
  /** Calls a second of the portal that gets fewest, as far as it is known by now; `Infinity` without a limit. */
  readonly lowestPortalRate: number;
}

export interface Pacer {
  readonly step: Step;
  stats(): PaceStats;
}

const defaults = {
  concurrency: 2,
  perSecond: 10,
  keyPerMinute: 300,
  searchesPerMinute: 60,
  maxWaiting: 1000,
  maxWaitMs: 30_000,
  portals: 'one',
} as const satisfies Required<PaceOptions>;

const MAX_KEYS = 5000;
const KEY_TTL_MS = 10 * 60_000;

/** The codes with which a portal says that it is asked too much (contract §5), besides the status 429. */
const overload: ReadonlySet<string> = new Set(['QUERY_LIMIT_EXCEEDED', 'QUEUE_TIMEOUT', 'QUEUE_OVERFLOW']);
/** Refusals that are about one call or method: the loop guard and the breaker see to them. */
const ofOneCall: ReadonlySet<string> = new Set(['ERROR_LOOP_DETECTED', 'OPERATION_TIME_LIMIT']);
const PAUSE_MS = 2000;
/** Whatever the upstream asks for, nobody is kept out longer: its longest window is a minute. */
const MAX_PAUSE_MS = 60_000;

/**
 * Sends nothing that would pass the budget of a portal or a key. Requests beyond it wait, callers taking turns; one that
 * would wait too long is refused at once, with the time after which it makes sense.
 */
export function createPacer(
  options: PaceOptions = {},
  onEvent: (event: UpstreamEvent & { readonly type: 'turn' }) => void = () => undefined,
): Pacer {
  const limits: Required<PaceOptions> = { ...defaults, ...options };
  const portals = new LRUCache<string, Portal>({ max: MAX_KEYS, ttl: KEY_TTL_MS, updateAgeOnGet: true });
  const keys = createWindows(limits.keyPerMinute);
  const searches = createWindows(limits.searchesPerMinute);

  return {
    stats: () => {
      const all = [...portals.values()];
      return {
        queued: all.reduce((sum, portal) => sum + portal.queued, 0),
        inFlight: all.reduce((sum, portal) => sum + portal.inFlight, 0),
        leastKeyShareLeft: Math.min(1, ...[...keys.ofKey.values()].map(({ shareLeft }) => shareLeft)),
        lowestPortalRate: Math.min(limits.perSecond, ...all.map(({ rate }) => rate.perSecond)),
      };
    },
    step: (next) => async (request, credentials, sendOptions) => {
      const { signal } = sendOptions;
      if (signal?.aborted) throw endedBy(signal, request.endpoint);
      const key = windowOf(keys, credentials);
      const search = request.path.endsWith('/search') ? windowOf(searches, credentials) : undefined;
      const portal = portalOf(credentials);
      const { endpoint } = request;
      const askedAt = performance.now();
      const waited = (outcome: 'sent' | 'refused' | 'left'): number => {
        const waitMs = performance.now() - askedAt;
        onEvent({ type: 'turn', endpoint, outcome, waitMs });
        return waitMs;
      };
      const wanted = portal.turn({
        caller: credentialKey(credentials),
        windows: search ? [key, search] : [key],
        cost: request.innerPages ?? 1,
        priority: sendOptions.priority ?? 'interactive',
        endpoint,
        deadlineAt: sendOptions.deadlineAt,
        signal,
      });
      const turn = await wanted.catch((error: unknown) => {
        waited(error instanceof UpstreamError && error.code === 'cancelled' ? 'left' : 'refused');
        throw error;
      });
      const queueWaitMs = waited('sent');
      let answered = true;
      try {
        const answer = await next(request, credentials, {
          ...sendOptions,
          queueWaitMs,
          // The smaller one of the two is told with an answer to a search, if both are there.
          onRate: (rate) => (search && rate.limit <= limits.searchesPerMinute ? search : key).learn(rate),
        });
        portal.blame.answered(key);
        if (request.path === '/v1/me') learnFromMe(portal, answer.data);
        return answer;
      } catch (error) {
        answered = error instanceof UpstreamError && error.details.status !== undefined;
        learnFromRefusal(portal, key, search, error);
        throw error;
      } finally {
        turn.end(answered);
      }
    },
  };

  function portalOf({ apiKey }: Credentials): Portal {
    const name = limits.portals === 'one' ? 'one' : credentialKey({ apiKey });
    const portal = portals.get(name) ?? new Portal(limits);
    portals.set(name, portal);
    return portal;
  }
}

interface Windows {
  readonly perMinute: number;
  readonly ofKey: LRUCache<string, KeyWindow>;
}

function createWindows(perMinute: number): Windows {
  return { perMinute, ofKey: new LRUCache({ max: MAX_KEYS, ttl: KEY_TTL_MS, updateAgeOnGet: true }) };
}

/** The minute is the key's, whichever session comes with it (contract §5, "per key by default"). */
function windowOf({ perMinute, ofKey }: Windows, { apiKey }: Credentials): KeyWindow {
  const name = credentialKey({ apiKey });
  const window = ofKey.get(name) ?? new KeyWindow(perMinute);
  ofKey.set(name, window);
  return window;
}

function learnFromMe(portal: Portal, data: unknown): void {
  const { requestsPerSecond } = (data as { rateLimit?: { requestsPerSecond?: unknown } } | null)?.rateLimit ?? {};
  if (typeof requestsPerSecond === 'number') portal.rate.learn(requestsPerSecond);
}

function learnFromRefusal(portal: Portal, key: KeyWindow, search: KeyWindow | undefined, error: unknown): void {
  if (!(error instanceof UpstreamError)) return;
  const { code = '', status } = error.details;
  if ((status !== 429 && !overload.has(code)) || ofOneCall.has(code)) return;
  const pauseMs = Math.min(error.retryAfterMs ?? PAUSE_MS, MAX_PAUSE_MS);
  // If a minute is used up, the headers said so, and it alone is to blame.
  if (search && search.delay() > 0) return search.pause(pauseMs);
  const isKeys = key.delay() > 0;
  key.pause(pauseMs);
  if (!isKeys && portal.blame.isPortals(key)) portal.rate.refused(pauseMs);
}

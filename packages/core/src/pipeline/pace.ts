import { apiKeyKey } from '../credentials.ts';
import { inTurn } from './in-turn.ts';
import { Kept } from './kept.ts';
import { KeyWindow } from './key-window.ts';
import type { Budget } from './lessons.ts';
import { Portal } from './portal.ts';
import type { Step, TurnEvent } from './send.ts';

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

/**
 * Sends nothing that would pass the budget of a portal or a key. Requests beyond it wait, callers taking turns; one that
 * would wait too long is refused at once, with the time after which it makes sense.
 */
export function createPacer(options: PaceOptions = {}, onEvent: (event: TurnEvent) => void = () => undefined): Pacer {
  const limits: Required<PaceOptions> = { ...defaults, ...options };
  const portals = new Kept({ max: MAX_KEYS, ttlMs: KEY_TTL_MS, create: () => new Portal(limits) });
  const keys = windowsOf(limits.keyPerMinute);
  const searches = windowsOf(limits.searchesPerMinute);

  return {
    stats: () => {
      const all = [...portals.values()];
      return {
        queued: all.reduce((sum, portal) => sum + portal.queued, 0),
        inFlight: all.reduce((sum, portal) => sum + portal.inFlight, 0),
        leastKeyShareLeft: Math.min(1, ...[...keys.values()].map(({ shareLeft }) => shareLeft)),
        lowestPortalRate: Math.min(limits.perSecond, ...all.map(({ rate }) => rate.perSecond)),
      };
    },
    step: (next) => async (request, credentials, sendOptions) => {
      // The minute is the key's, whichever session comes with it (contract §5, "per key by default").
      const key = apiKeyKey(credentials);
      const portal = limits.portals === 'one' ? 'one' : key;
      const isSearch = request.path.endsWith('/search');
      const budget: Budget = {
        portal: portals.use(portal),
        key: keys.use(key),
        search: isSearch ? searches.use(key) : undefined,
      };
      try {
        return await inTurn(next, budget, { perSecond: limits.perSecond, onEvent })(request, credentials, sendOptions);
      } finally {
        portals.release(portal);
        keys.release(key);
        if (isSearch) searches.release(key);
      }
    },
  };
}

function windowsOf(perMinute: number): Kept<KeyWindow> {
  return new Kept({
    max: MAX_KEYS,
    ttlMs: KEY_TTL_MS,
    create: () => new KeyWindow(perMinute),
    isWorthIt: (window) => !window.isFresh,
  });
}

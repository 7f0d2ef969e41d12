import { apiKeyKey } from '../../../credentials.ts';
import { PacedRequest } from './paced-request.ts';
import { RefCountedCache } from './ref-counted-cache.ts';
import { KeyWindow } from './key-window.ts';
import type { Budget } from './feedback.ts';
import { PortalLimiter } from './portal-limiter.ts';
import type { SharedBudget } from './shared-budget.ts';
import { endedBy } from '../deadline.ts';
import type { PermitEvent } from '../send.ts';
import type { Hook } from '../step.ts';

/** Options of the pacer; {@link paceDefaults} has the defaults. */
export interface PaceOptions {
  /** Maximum requests in flight at a portal. From the contract (§5, "Portal queue"); `Infinity` is off. */
  readonly concurrency?: number;
  /** Maximum calls of a portal a second. From the contract (§5, "Portal rate"); `Infinity` is off. */
  readonly perSecond?: number;
  /** Maximum requests of a key a minute. From the contract (§5, "Platform"); `Infinity` is off. */
  readonly keyPerMinute?: number;
  /** Maximum searches among them. From the contract (§5, "per-method lower"); `Infinity` is off. */
  readonly searchesPerMinute?: number;
  /** Maximum requests that wait at a portal. */
  readonly maxWaiting?: number;
  /** Maximum wait, in milliseconds. */
  readonly maxWaitMs?: number;
  /**
   * `one`: all callers share the budget of one portal, which is never exceeded. `many`: each key counts as a portal of its
   * own.
   */
  readonly portals?: 'one' | 'many';
  /** Budget that is shared with other processes. */
  readonly shared?: SharedBudget | undefined;
}

export interface PaceStats {
  readonly queued: number;
  readonly inFlight: number;
  /** Share of its minute that the key with the least has left, from 0 to 1. */
  readonly leastKeyShareLeft: number;
  /** Calls a second of the portal with the lowest rate at present; `Infinity` without a limit. */
  readonly lowestPortalRate: number;
}

export interface Pacer {
  readonly step: Hook;
  stats(): PaceStats;
}

/** Limits of the upstream (contract §5) that hold unless an option says otherwise. */
export const paceDefaults = {
  concurrency: 2,
  perSecond: 10,
  keyPerMinute: 300,
  searchesPerMinute: 60,
  maxWaiting: 1000,
  maxWaitMs: 30_000,
  portals: 'one',
  shared: undefined,
} as const satisfies Required<PaceOptions>;

const MAX_KEYS = 5000;
const KEY_TTL_MS = 10 * 60_000;

/**
 * Creates the step that keeps requests within the budget of portals and keys. Requests beyond it wait, served round robin
 * by caller; one that would wait too long is rejected at once, with the time after which to come back.
 */
export function createPacer(options: PaceOptions = {}, onEvent?: (event: PermitEvent) => void): Pacer {
  const limits: Required<PaceOptions> = { ...paceDefaults, ...options };
  const { shared } = limits;
  const portals = new RefCountedCache({
    max: MAX_KEYS,
    ttlMs: KEY_TTL_MS,
    create: (name) => new PortalLimiter(limits, shared && { budget: shared, name }),
    isWorthKeeping: (portal) => !portal.isFresh,
  });
  const keys = windowsOf(limits.keyPerMinute);
  const searches = windowsOf(limits.searchesPerMinute, '-search');
  const release = ({ portal, key, search }: Budget): void => {
    portals.release(portal);
    keys.release(key);
    if (search) searches.release(search);
  };
  const pacedOptions = { perSecond: limits.perSecond, onEvent, release };

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
    step: {
      before(outgoing) {
        const { credentials, caller, request, signal, askedAt } = outgoing;
        if (signal?.aborted) throw endedBy(signal, request.endpoint);
        // The minute is the key's, whichever session comes with it (contract §5, "per key by default").
        caller.apiKeyName ??= shared?.nameOf(credentials.apiKey) ?? apiKeyKey(credentials);
        const key = caller.apiKeyName;
        const portal = limits.portals === 'one' ? 'one' : key;
        const isSearch = request.path.endsWith('/search');
        const budget: Budget = {
          portal: portals.acquire(portal, askedAt),
          key: keys.acquire(key, askedAt),
          search: isSearch ? searches.acquire(key, askedAt) : undefined,
        };
        return new PacedRequest(outgoing, budget, pacedOptions).start();
      },
    },
  };
}

function windowsOf(perMinute: number, suffix = ''): RefCountedCache<KeyWindow> {
  return new RefCountedCache({
    max: MAX_KEYS,
    ttlMs: KEY_TTL_MS,
    create: (name) => new KeyWindow(perMinute, name + suffix),
    isWorthKeeping: (window) => !window.isFresh,
  });
}

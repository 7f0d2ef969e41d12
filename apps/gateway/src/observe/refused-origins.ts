import type { Warn } from './upstream-trouble.ts';

const WINDOW_MS = 60_000;
/** A misconfigured deployment has a few origins; made-up ones beyond that are only counted. */
const MAX_LINES = 10;
/** The maximum length of a host name in DNS is 253 characters. */
const origin = /^https?:\/\/[a-z0-9.-]{1,253}(?::\d{1,5})?$/;

/**
 * Returns a function that logs the `Origin` of a rejected preflight: each once a minute, at most ten. A value that is not
 * an origin is left out of the log, since a program may send anything in the header.
 */
export function createOriginLog(warn: Warn): (sent: string) => void {
  let minute = { from: Number.NEGATIVE_INFINITY, logged: new Set<string>() };
  let unlogged = 0;
  return (sent) => {
    const now = Date.now();
    if (now - minute.from >= WINDOW_MS) minute = { from: now, logged: new Set() };
    const shown = origin.test(sent) ? sent : sent === 'null' ? 'null' : 'of no known form';
    if (minute.logged.has(shown) || minute.logged.size >= MAX_LINES) {
      unlogged += 1;
      return;
    }
    minute.logged.add(shown);
    warn(`Rejected a page of another origin: ${shown}. If its pages may call, add it to CORS_ORIGINS.`, {
      origin: shown,
      ...(unlogged > 0 ? { refusedBefore: unlogged } : {}),
    });
    unlogged = 0;
  };
}

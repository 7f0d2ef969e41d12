import { isLoopback } from './loopback.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';
import { type ProxyConfig, proxyOf } from './proxy-config.ts';

// The part of the configuration about addresses: where the gateway listens, and the upstream that it calls.

export interface NetworkConfig {
  readonly listen: {
    readonly host: string;
    readonly port: number;
    /** Port of a second listener, for probes and metrics only; `null` for none. */
    readonly probePort: number | null;
  };
  /** The upstream to call; `null` embeds the sandbox. */
  readonly upstream: { readonly baseUrl: string; readonly proxy: ProxyConfig | null } | null;
  readonly sandbox: { readonly port: number };
  /** True with real contacts in production: aids for trying the gateway out are then off by default. */
  readonly production: boolean;
}

/** @param problem called with each combination that is not allowed, by variable */
export function networkOf(values: Values, problem: Problem): NetworkConfig {
  const { NODE_ENV, HOST, PORT, PROBE_PORT, SANDBOX, SANDBOX_PORT, VIBECODE_URL } = values;
  checkUpstream(values, problem);
  if (PROBE_PORT !== undefined && PROBE_PORT !== 0 && PROBE_PORT === PORT) {
    problem('PROBE_PORT', 'must be another port than PORT');
  }
  return {
    listen: { host: HOST, port: PORT, probePort: PROBE_PORT ?? null },
    upstream:
      VIBECODE_URL === undefined || SANDBOX === 'on'
        ? null
        : { baseUrl: VIBECODE_URL, proxy: proxyOf(values, new URL(VIBECODE_URL)) },
    sandbox: { port: SANDBOX_PORT },
    production: NODE_ENV === 'production' && VIBECODE_URL !== undefined,
  };
}

/** Checks that made-up contacts are not served by mistake: on a reachable host or in production, SANDBOX=on is required. */
function checkUpstream({ NODE_ENV, HOST, SANDBOX, VIBECODE_URL }: Values, problem: Problem): void {
  if (VIBECODE_URL !== undefined) {
    if (SANDBOX === 'on')
      problem('SANDBOX', 'must not be "on" beside VIBECODE_URL: only one of them can be the upstream');
    return;
  }
  if (SANDBOX === 'on') return;
  const why =
    SANDBOX === 'off'
      ? 'SANDBOX=off'
      : NODE_ENV === 'production'
        ? 'NODE_ENV=production'
        : isLoopback(HOST)
          ? undefined
          : 'a HOST that other machines reach';
  if (why !== undefined) {
    problem('VIBECODE_URL', `must be set with ${why}; to serve the sandbox's made-up contacts there, set SANDBOX=on`);
  }
}

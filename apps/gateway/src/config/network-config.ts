import { isLoopback } from './loopback.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';
import { type ProxyConfig, proxyOf } from './proxy-config.ts';

// The part of the configuration that is about addresses: where the gateway listens, and which upstream it asks.

export interface NetworkConfig {
  readonly listen: {
    readonly host: string;
    readonly port: number;
    /** Port of a second listener for probes and metrics alone; `null` for none. */
    readonly probePort: number | null;
  };
  /** The upstream to use; `null` embeds the sandbox. */
  readonly upstream: { readonly baseUrl: string; readonly proxy: ProxyConfig | null } | null;
  readonly sandbox: { readonly port: number };
  /** Real contacts in production: what helps to try things out is off by default. */
  readonly production: boolean;
}

/** @param problem is called for each combination that cannot be, with the variable and what is wrong */
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

/** Made-up contacts are never served by mistake: where others may call, they have to be asked for. */
function checkUpstream({ NODE_ENV, HOST, SANDBOX, VIBECODE_URL }: Values, problem: Problem): void {
  if (VIBECODE_URL !== undefined) {
    if (SANDBOX === 'on') problem('SANDBOX', 'must not be "on" beside VIBECODE_URL: only one of them can be asked');
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

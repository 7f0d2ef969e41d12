import { z } from 'zod';
import { isLoopback } from '../http/loopback.ts';
import { type ProxyConfig, proxyOf, proxyVariables } from './proxy-config.ts';

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

const portMessage = 'must be a port number from 0 to 65535';
const port = z
  .string()
  .regex(/^\d+$/, portMessage)
  .transform(Number)
  .refine((value) => value <= 65_535, portMessage);

/** The variables, for config.ts to read with its own. */
export const networkVariables = {
  NODE_ENV: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(4000),
  PROBE_PORT: port.optional(),
  SANDBOX: z.enum(['on', 'off'], 'must be "on" or "off"').optional(),
  SANDBOX_PORT: port.default(4010),
  VIBECODE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .refine(
      (value) => !URL.canParse(value) || isPlainOrigin(new URL(value)),
      'must not hold credentials, a query or a fragment',
    )
    .optional(),
  ...proxyVariables,
} as const;

type Values = z.output<z.ZodObject<typeof networkVariables>>;

/** @param problem is called for each combination that cannot be, with the variable and what is wrong */
export function networkOf(values: Values, problem: (name: string, message: string) => void): NetworkConfig {
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
function checkUpstream(
  { NODE_ENV, HOST, SANDBOX, VIBECODE_URL }: Values,
  problem: (name: string, message: string) => void,
): void {
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

function isPlainOrigin({ username, password, search, hash }: URL): boolean {
  return username === '' && password === '' && search === '' && hash === '';
}

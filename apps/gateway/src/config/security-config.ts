import { z } from 'zod';
import { type Access, accessOf, accessVariables, checksCallers } from './access-config.ts';
import type { Introspection } from '../graphql/documents/introspection.ts';
import { limitsOf, limitVariables, type RequestLimits } from './limits-config.ts';

// The part of the configuration that is about who may call, and what a request may be.

export interface SecurityConfig {
  readonly access: Access;
  readonly limits: RequestLimits;
  /** Pages of these origins may call. */
  readonly corsOrigins: readonly string[];
  /** Request headers that these pages may send beside the known ones, in lower case. */
  readonly corsHeaders: readonly string[];
  readonly getQueries: boolean;
  readonly introspection: Introspection;
  readonly graphiql: GraphiqlAccess;
  readonly documents: {
    /** File of the known documents, by id. */
    readonly manifest: string | null;
    /** Whether only they are run. */
    readonly trustedOnly: boolean;
  };
}

/** Requests that get GraphiQL's page: all, those with accepted credentials, or none. */
export type GraphiqlAccess = 'open' | 'callers' | 'off';

const onOrOff = z.enum(['on', 'off'], 'must be "on" or "off"');

/** The variables, for config.ts to read with its own. */
export const securityVariables = {
  ...accessVariables,
  CORS_ORIGINS: z
    .string()
    .transform((value) => value.split(',').map((origin) => origin.trim()))
    .refine(
      (origins) => origins.every(isOrigin),
      'must be origins such as https://crm.example, with commas between them',
    )
    .optional(),
  CORS_HEADERS: z
    .string()
    .transform((value) => value.split(',').map((name) => name.trim().toLowerCase()))
    .refine(
      (names) => names.every(isHeaderName),
      'must be names of request headers such as X-Client-Version, with commas between them',
    )
    .optional(),
  GET_QUERIES: onOrOff.default('off'),
  GRAPHIQL: onOrOff.optional(),
  INTROSPECTION: z.enum(['full', 'type', 'off'], 'must be "full", "type" or "off"').optional(),
  DOCUMENTS: z.enum(['any', 'trusted'], 'must be "any" or "trusted"').default('any'),
  DOCUMENTS_MANIFEST: z.string().optional(),
  ...limitVariables,
} as const;

type SecurityEnvironment = z.output<z.ZodObject<typeof securityVariables>>;

export interface SecurityConfigOptions {
  readonly host: string;
  /** Whether there are real contacts behind it. */
  readonly real: boolean;
  /** True for `NODE_ENV=production`. */
  readonly production: boolean;
  /** Is told of combinations that cannot be, by variable. */
  readonly problem: (name: string, message: string) => void;
}

export function securityOf(
  env: SecurityEnvironment,
  { host, real, production, problem }: SecurityConfigOptions,
): SecurityConfig {
  const trustedOnly = env.DOCUMENTS === 'trusted';
  if (trustedOnly && env.DOCUMENTS_MANIFEST === undefined) {
    problem('DOCUMENTS_MANIFEST', 'must be set with DOCUMENTS=trusted: without known documents nothing could be run');
  }
  const access = accessOf(env, host, problem);
  return {
    access,
    limits: limitsOf(env),
    corsOrigins: env.CORS_ORIGINS ?? [],
    corsHeaders: env.CORS_HEADERS ?? [],
    getQueries: env.GET_QUERIES === 'on',
    introspection: env.INTROSPECTION ?? (real && !checksCallers(access) ? 'type' : 'full'),
    graphiql: env.GRAPHIQL === undefined ? (production ? 'callers' : 'open') : env.GRAPHIQL === 'on' ? 'open' : 'off',
    documents: { manifest: env.DOCUMENTS_MANIFEST ?? null, trustedOnly },
  };
}

/** True for a token as RFC 9110 defines it, but for `*`: a wildcard would allow headers that are not named. */
function isHeaderName(text: string): boolean {
  return /^[!#$%&'+\-.^_`|~0-9a-z]{1,100}$/.test(text);
}

function isOrigin(text: string): boolean {
  // Origins are compared whole: a pattern would never fit one.
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

import { type Access, accessOf, checksCallers } from './access-config.ts';
import { limitsOf, type RequestLimits } from './limits-config.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

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

/** Introspection that is answered: all, `__type` alone, or none. */
export type Introspection = 'full' | 'type' | 'off';

/** Requests that get GraphiQL's page: all, those with accepted credentials, or none. */
export type GraphiqlAccess = 'open' | 'callers' | 'off';

export interface SecurityConfigOptions {
  readonly host: string;
  /** Whether there are real contacts behind it. */
  readonly real: boolean;
  /** True for `NODE_ENV=production`. */
  readonly production: boolean;
  /** Is told of combinations that cannot be, by variable. */
  readonly problem: Problem;
}

export function securityOf(env: Values, { host, real, production, problem }: SecurityConfigOptions): SecurityConfig {
  const trustedOnly = env.DOCUMENTS === 'trusted';
  if (trustedOnly && env.DOCUMENTS_MANIFEST === undefined) {
    problem('DOCUMENTS_MANIFEST', 'must be set with DOCUMENTS=trusted: without known documents nothing could be run');
  }
  const access = accessOf(env, host, problem);
  return {
    access,
    limits: limitsOf(env),
    corsOrigins: env.CORS_ORIGINS,
    corsHeaders: env.CORS_HEADERS,
    getQueries: env.GET_QUERIES === 'on',
    introspection: env.INTROSPECTION ?? (real && !checksCallers(access) ? 'type' : 'full'),
    graphiql: env.GRAPHIQL === undefined ? (production ? 'callers' : 'open') : env.GRAPHIQL === 'on' ? 'open' : 'off',
    documents: { manifest: env.DOCUMENTS_MANIFEST ?? null, trustedOnly },
  };
}

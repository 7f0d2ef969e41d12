import { type Access, accessOf, checksCallers } from './access-config.ts';
import { limitsOf, type RequestLimits } from './limits-config.ts';
import type { Problem } from './problem.ts';
import type { Values } from './variables.ts';

// The part of the configuration about access and about the limits of requests.

export interface SecurityConfig {
  readonly access: Access;
  readonly limits: RequestLimits;
  /** Origins whose pages may call. */
  readonly corsOrigins: readonly string[];
  /** Request headers that these pages may send besides the built-in ones, in lower case. */
  readonly corsHeaders: readonly string[];
  readonly getQueries: boolean;
  readonly introspection: Introspection;
  readonly graphiql: PageAccess;
  readonly explorer: PageAccess;
  readonly documents: {
    /** Path of the manifest of trusted documents. */
    readonly manifest: string | null;
    /** True if only trusted documents are executed. */
    readonly trustedOnly: boolean;
  };
}

/** Allowed introspection: all of it, `__type` alone, or none. */
export type Introspection = 'full' | 'type' | 'off';

/** Requests that a page (GraphiQL, the explorer) is served to: all, those with accepted credentials, or none. */
export type PageAccess = 'open' | 'callers' | 'off';

export interface SecurityConfigOptions {
  readonly host: string;
  /** True if the upstream has real contacts. */
  readonly real: boolean;
  /** True for `NODE_ENV=production`. */
  readonly production: boolean;
  /** Called with combinations that are not allowed, by variable. */
  readonly problem: Problem;
}

export function securityOf(env: Values, { host, real, production, problem }: SecurityConfigOptions): SecurityConfig {
  const trustedOnly = env.DOCUMENTS === 'trusted';
  if (trustedOnly && env.DOCUMENTS_MANIFEST === undefined) {
    problem('DOCUMENTS_MANIFEST', 'must be set with DOCUMENTS=trusted: only documents of the manifest are executed');
  }
  const access = accessOf(env, host, problem);
  return {
    access,
    limits: limitsOf(env),
    corsOrigins: env.CORS_ORIGINS,
    corsHeaders: env.CORS_HEADERS,
    getQueries: env.GET_QUERIES === 'on',
    introspection: env.INTROSPECTION ?? (real && !checksCallers(access) ? 'type' : 'full'),
    graphiql: pageAccessOf(env.GRAPHIQL, production),
    explorer: pageAccessOf(env.EXPLORER, production),
    documents: { manifest: env.DOCUMENTS_MANIFEST ?? null, trustedOnly },
  };
}

function pageAccessOf(setting: 'on' | 'off' | undefined, production: boolean): PageAccess {
  if (setting === undefined) return production ? 'callers' : 'open';
  return setting === 'on' ? 'open' : 'off';
}

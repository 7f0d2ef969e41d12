import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { EXPLORER_PATH } from './graphql/explorer/endpoint.ts';
import { EXPLORER_SCRIPT_PREFIX } from './graphql/explorer/page.ts';
import { SCHEMA_PATH } from './graphql/endpoint/schema-file.ts';
import { sendJson } from './http/send.ts';
import { endIfUnread } from './http/unread-body.ts';
import { SCRIPT_PATH_PREFIX } from './graphql/graphiql/script.ts';
import type { Readiness } from './http/health.ts';
import { PURGE_PATH } from './shared/purge-endpoint.ts';

export interface RouterOptions {
  /** Serves `/graphql`; without it, only the paths of probes are served. */
  readonly graphql?: RequestListener;
  /** Serves the script of GraphiQL's page. */
  readonly graphiqlScript?: RequestListener;
  /** Serves `/explorer` and its script. */
  readonly explorer?: RequestListener;
  /** Serves `/schema.graphql` beside it. */
  readonly schemaFile?: RequestListener;
  /** Serves `POST /admin/purge`, if responses are cached and there is a token. */
  readonly purge?: RequestListener | undefined;
  /** Details of this replica, besides that it is ready. */
  readonly details?: (() => Readonly<Record<string, unknown>>) | undefined;
  readonly readiness: Readiness;
  /** Serves `/metrics`, if they are on. */
  readonly metrics?: RequestListener | undefined;
  /** Returns true during a shutdown: load balancers must send no more requests, though they would still be served. */
  readonly isEnding?: () => boolean;
}

/** Returns the listener for the closed list of paths. */
export function createRouter({
  graphql,
  graphiqlScript,
  explorer,
  schemaFile,
  purge,
  details,
  readiness,
  metrics,
  isEnding,
}: RouterOptions): RequestListener {
  return (request, response) => {
    const path = pathOf(request);
    if (graphql && path === '/graphql') return graphql(request, response);
    if (purge && path === PURGE_PATH) return purge(request, response);
    endIfUnread(response);
    const page = pageAt(path);
    if (request.method !== 'GET' && request.method !== 'HEAD' && (page || paths.has(path))) {
      response.setHeader('allow', 'GET, HEAD');
      return sendJson(response, 405, { error: 'This path only accepts GET.' });
    }
    if (page) return page(request, response);
    switch (path) {
      case SCHEMA_PATH:
        return schemaFile ? schemaFile(request, response) : notFound(response);
      case '/healthz':
        return sendJson(response, 200, { status: 'ok' });
      case '/metrics':
        return metrics ? metrics(request, response) : notFound(response);
      case '/readyz':
        void sendReadiness(response);
        return undefined;
      default:
        return notFound(response);
    }
  };

  /** Returns the listener of a page or of a page's script. */
  function pageAt(path: string): RequestListener | undefined {
    if (path.startsWith(SCRIPT_PATH_PREFIX)) return graphiqlScript;
    return path === EXPLORER_PATH || path.startsWith(EXPLORER_SCRIPT_PREFIX) ? explorer : undefined;
  }

  async function sendReadiness(response: ServerResponse): Promise<void> {
    const ready = isEnding?.() !== true && (await readiness.isReady());
    // Checked again: a shutdown may have begun during the call.
    if (isEnding?.()) return sendJson(response, 503, { status: 'unready', reason: 'the gateway is shutting down' });
    return ready
      ? sendJson(response, 200, { status: 'ready', ...details?.() })
      : sendJson(response, 503, { status: 'unready', reason: 'the upstream cannot be reached' });
  }
}

/** Serves the paths besides `/graphql`, which only accept GET. */
const paths: ReadonlySet<string> = new Set([SCHEMA_PATH, '/healthz', '/readyz', '/metrics']);

function pathOf({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function notFound(response: ServerResponse): void {
  sendJson(response, 404, {
    error:
      'Not found. The paths are /graphql, /explorer, /schema.graphql, /healthz, /readyz and, if they are on, /metrics.',
  });
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { SCHEMA_PATH } from './graphql/endpoint/schema-file.ts';
import { endIfUnread } from './http/unread-body.ts';
import { SCRIPT_PATH_PREFIX } from './graphql/graphiql/script.ts';
import type { Readiness } from './http/health.ts';

export interface RouterOptions {
  /** Serves `/graphql`; without it, there are only the paths beside it. */
  readonly graphql?: RequestListener;
  /** Serves the script of GraphiQL's page. */
  readonly graphiqlScript?: RequestListener;
  /** Serves `/schema.graphql` beside it. */
  readonly schemaFile?: RequestListener;
  readonly readiness: Readiness;
  /** Serves `/metrics`, if there are any. */
  readonly metrics?: RequestListener | undefined;
  /** Whether the process is about to end: load balancers have to go elsewhere while it still serves. */
  readonly isEnding?: () => boolean;
}

/** The closed list of paths, in front of everything else. */
export function createRouter({
  graphql,
  graphiqlScript,
  schemaFile,
  readiness,
  metrics,
  isEnding,
}: RouterOptions): RequestListener {
  return (request, response) => {
    const path = pathOf(request);
    if (graphql && path === '/graphql') return graphql(request, response);
    endIfUnread(response);
    const isScript = graphiqlScript !== undefined && path.startsWith(SCRIPT_PATH_PREFIX);
    if (request.method !== 'GET' && request.method !== 'HEAD' && (isScript || paths.has(path))) {
      response.setHeader('allow', 'GET, HEAD');
      return answer(response, 405, { error: 'Only GET is answered here.' });
    }
    if (isScript) return graphiqlScript(request, response);
    switch (path) {
      case SCHEMA_PATH:
        return schemaFile ? schemaFile(request, response) : notFound(response);
      case '/healthz':
        return answer(response, 200, { status: 'ok' });
      case '/metrics':
        return metrics ? metrics(request, response) : notFound(response);
      case '/readyz':
        void answerReadiness(response);
        return undefined;
      default:
        return notFound(response);
    }
  };

  async function answerReadiness(response: ServerResponse): Promise<void> {
    const ready = isEnding?.() !== true && (await readiness.isReady());
    // Looked at again: it may have begun to end while the upstream was asked.
    if (isEnding?.()) return answer(response, 503, { status: 'unready', reason: 'the gateway is shutting down' });
    return ready
      ? answer(response, 200, { status: 'ready' })
      : answer(response, 503, { status: 'unready', reason: 'the upstream cannot be reached' });
  }
}

/** The paths beside `/graphql`; all are there to be looked at only. */
const paths: ReadonlySet<string> = new Set([SCHEMA_PATH, '/healthz', '/readyz', '/metrics']);

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function notFound(response: ServerResponse): void {
  answer(response, 404, {
    error: 'Not found. There are /graphql, /schema.graphql, /healthz, /readyz and, if they are on, /metrics.',
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

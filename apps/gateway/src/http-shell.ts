import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Readiness } from './health.ts';

export interface ShellOptions {
  /** Serves `/graphql`. */
  readonly graphql: RequestListener;
  readonly readiness: Readiness;
}

/** The closed list of paths, in front of everything else. */
export function createShell({ graphql, readiness }: ShellOptions): RequestListener {
  return (request, response) => {
    switch (pathOf(request)) {
      case '/graphql':
        return graphql(request, response);
      case '/healthz':
        return answer(response, 200, { status: 'ok' });
      case '/readyz':
        void readiness
          .isReady()
          .then((ready) =>
            ready
              ? answer(response, 200, { status: 'ready' })
              : answer(response, 503, { status: 'unready', reason: 'the upstream cannot be reached' }),
          );
        return undefined;
      default:
        return answer(response, 404, { error: 'Not found. There are /graphql, /healthz and /readyz.' });
    }
  };
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

import type { RequestListener, ServerResponse } from 'node:http';
import { createBearerCheck } from '../access/tokens.ts';
import { sendJson } from '../http/send.ts';
import type { Metrics } from './metrics.ts';

/** Serves `/metrics`; if there is a token, only to requests with it as `Authorization: Bearer`. */
export function metricsListener(metrics: Pick<Metrics, 'text' | 'contentType'>, token: string | null): RequestListener {
  const isAllowed = token === null ? () => true : createBearerCheck(token);
  return (request, response) => {
    const error = 'Send METRICS_TOKEN as Authorization: Bearer.';
    if (isAllowed(request)) void sendMetrics(response);
    else sendJson(response, 401, { error }, { 'www-authenticate': 'Bearer' });
  };

  async function sendMetrics(response: ServerResponse): Promise<void> {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
    response.end(text);
  }
}

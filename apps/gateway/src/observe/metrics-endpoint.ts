import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.ts';

/** Serves `/metrics`; if there is a token, only to requests with it as `Authorization: Bearer`. */
export function metricsListener(metrics: Pick<Metrics, 'text' | 'contentType'>, token: string | null): RequestListener {
  const expected = token === null ? null : digest(`Bearer ${token}`);
  return ({ headers }, response) => {
    if (expected && !timingSafeEqual(expected, digest(withScheme(headers.authorization ?? '')))) {
      response.writeHead(401, { 'content-type': 'application/json; charset=utf-8', 'www-authenticate': 'Bearer' });
      response.end('{"error":"Send METRICS_TOKEN as Authorization: Bearer."}');
      return;
    }
    void sendMetrics(response);
  };

  async function sendMetrics(response: ServerResponse): Promise<void> {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' });
    response.end(text);
  }
}

/** Scheme names are case-insensitive (RFC 9110, section 11.1). */
function withScheme(authorization: string): string {
  return authorization.replace(/^bearer /i, 'Bearer ');
}

/** Hashes have one length, as a comparison in constant time needs it. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

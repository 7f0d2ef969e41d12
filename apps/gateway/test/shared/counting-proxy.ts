import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came through. */
export interface Passed {
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
  endedAt: number | undefined;
}

/** Stands between gateways and an upstream, and counts what the portal sees of all of them. */
export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Passed[];
  /** Largest number of requests at the same time since the last {@link reset}. */
  readonly mostInFlight: number;
  reset(): void;
}

export interface CountingProxyOptions {
  readonly upstreamUrl: string;
  /** Changes an answer's text by the credentials that it is for. */
  /** Takes the place of every key. */
  readonly apiKey?: string | undefined;
  readonly rewrite?: (text: string, headers: IncomingMessage['headers']) => string;
}

export async function startCountingProxy({
  upstreamUrl,
  apiKey,
  rewrite,
}: CountingProxyOptions): Promise<CountingProxy> {
  const upstream = new URL(upstreamUrl);
  let requests: Passed[] = [];
  let inFlight = 0;
  let mostInFlight = 0;

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    // The reachability probe has no credentials, and no part of the budget.
    const isCounted = request.headers['x-api-key'] !== undefined;
    const passed: Passed = { at: performance.now(), endedAt: undefined };
    if (isCounted) {
      requests.push(passed);
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      response.once('close', () => {
        inFlight -= 1;
        passed.endedAt = performance.now();
      });
    }
    const { method, url: path } = request;
    const headers = isCounted && apiKey !== undefined ? { ...request.headers, 'x-api-key': apiKey } : request.headers;
    const onward = send({ host: upstream.hostname, port: upstream.port, method, path, headers }, (answer) => {
      if (!rewrite) {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        return;
      }
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const { 'content-length': _, ...rest } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, rest);
        response.end(rewrite(Buffer.concat(chunks).toString('utf8'), headers));
      });
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    get mostInFlight() {
      return mostInFlight;
    },
    reset() {
      requests = [];
      mostInFlight = inFlight;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Returns the largest number of times within a second. */
export function mostInASecond(requests: readonly Pick<Passed, 'at'>[]): number {
  return Math.max(0, ...secondsOf(requests).map(({ count }) => count));
}

/** Returns for how many milliseconds the second before had more than so many requests. */
export function timeAbove(requests: readonly Pick<Passed, 'at'>[], most: number): number {
  return secondsOf(requests).reduce((sum, { count, untilNextMs }) => sum + (count > most ? untilNextMs : 0), 0);
}

function secondsOf(requests: readonly Pick<Passed, 'at'>[]): readonly { count: number; untilNextMs: number }[] {
  const times = requests.map(({ at }) => at).toSorted((a, b) => a - b);
  let first = 0;
  return times.map((at, index) => {
    while ((times[first] ?? at) <= at - 1000) first += 1;
    return { count: index - first + 1, untilNextMs: Math.min(1000, (times[index + 1] ?? at) - at) };
  });
}

/** Returns for how many milliseconds more than so many requests were in flight. */
export function timeCrowded(requests: readonly Passed[], most: number): number {
  const changes = requests
    .flatMap(({ at, endedAt = at }) => [[at, 1] as const, [endedAt, -1] as const])
    .toSorted(([a], [b]) => a - b);
  let inFlight = 0;
  let crowdedMs = 0;
  for (const [index, [at, by]] of changes.entries()) {
    inFlight += by;
    if (inFlight > most) crowdedMs += (changes[index + 1]?.[0] ?? at) - at;
  }
  return crowdedMs;
}

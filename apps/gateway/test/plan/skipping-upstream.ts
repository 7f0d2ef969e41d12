import { type RunningGateway, startGateway } from '../running-gateway.ts';
import { startScriptedUpstream } from '../scripted-upstream.ts';

/** A gateway in front of an upstream that leaves relations out of its lists and reports it (contract §2, "include"). */
export interface SkippingUpstream extends AsyncDisposable {
  readonly gateway: RunningGateway;
  /** The paths of its requests. */
  paths(): readonly string[];
}

/** Starts one that forwards everything else to the upstream at `baseUrl`. */
export async function startSkipping(baseUrl: string): Promise<SkippingUpstream> {
  const upstream = await startScriptedUpstream((request, response) => void pass(request, response));
  const gateway = await startGateway(upstream.url);
  return {
    gateway,
    paths: () => upstream.requests.map(({ url = '' }) => new URL(url, baseUrl).pathname),
    async [Symbol.asyncDispose]() {
      await gateway.close();
      await upstream[Symbol.asyncDispose]();
    },
  };

  async function pass(...[request, response]: Parameters<Parameters<typeof startScriptedUpstream>[0]>): Promise<void> {
    const url = new URL(request.url ?? '', baseUrl);
    const skips = url.searchParams.has('include');
    url.searchParams.delete('include');
    const answer = await fetch(url, { headers: { 'x-api-key': String(request.headers['x-api-key']) } });
    const body = (await answer.json()) as { meta: object };
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(skips ? { ...body, meta: { ...body.meta, includeSkipped: true } } : body));
  }
}

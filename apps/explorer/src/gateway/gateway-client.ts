import { type Client, createClient, fetchExchange, mapExchange } from 'urql';
import { type Credentials, headersOf } from '../access/credentials.ts';
import type { AnsweredOperation, UpstreamReport } from './report.ts';

/** The endpoint beside the page. */
const ENDPOINT = 'graphql';

/**
 * Makes the client of one caller.
 * @param onOperation called with each operation that was answered
 */
export function createGatewayClient(credentials: Credentials, onOperation: (last: AnsweredOperation) => void): Client {
  const startedAt = new Map<number, number>();
  return createClient({
    url: ENDPOINT,
    preferGetMethod: false,
    // Each answer is shown once: a cache would show contacts that have changed since.
    requestPolicy: 'network-only',
    // A redirect would take the key to another address.
    fetchOptions: { redirect: 'error', headers: { ...headersOf(credentials), 'x-upstream-report': '1' } },
    exchanges: [
      mapExchange({
        onOperation: ({ key, kind }) => {
          if (kind === 'query') startedAt.set(key, performance.now());
        },
        onResult: ({ operation, extensions }) => {
          const durationMs = performance.now() - (startedAt.get(operation.key) ?? performance.now());
          startedAt.delete(operation.key);
          const report = extensions?.['upstream'] as UpstreamReport | undefined;
          onOperation({ name: nameOf(operation.query), durationMs, report });
        },
      }),
      fetchExchange,
    ],
  });
}

function nameOf({ definitions }: { readonly definitions: readonly object[] }): string {
  const [operation] = definitions as readonly { readonly name?: { readonly value: string } }[];
  return operation?.name?.value ?? 'Operation';
}

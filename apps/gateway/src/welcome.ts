import type { Running } from './start.ts';

/** What is printed once the gateway serves: where everything is, and something to try. */
export function welcome({ gateway, sandbox, upstreamUrl, warnings }: Running): string {
  const key = sandbox?.key ?? 'YOUR_API_KEY';
  const lines = [
    'Contacts Gateway is ready.',
    `  GraphQL   ${gateway.url}/graphql`,
    `  GraphiQL  ${gateway.url}/graphql in a browser`,
    sandbox ? `  Sandbox   ${sandbox.url} (made-up contacts)` : `  Upstream  ${upstreamUrl}`,
    ...(sandbox ? [`  Key       ${sandbox.key}`] : []),
    'Try:',
    `  curl ${gateway.url}/graphql -H 'Content-Type: application/json' -H 'X-Api-Key: ${key}' \\`,
    `    -d '{"query":"{ contacts(first: 3) { totalCount nodes { contactId name lastName } } }"}'`,
    ...warnings.map((warning) => `Note: ${warning}`),
  ];
  return lines.join('\n');
}

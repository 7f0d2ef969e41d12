import type { Running } from './start.ts';

/** Returns the text that is printed once the gateway serves: addresses, and a request to try. */
export function welcome({
  gateway,
  sandbox,
  upstreamUrl,
  exampleHeader,
  warnings,
  graphiql,
  explorer,
}: Running): string {
  const credentials = exampleHeader === null ? '' : ` -H '${exampleHeader}'`;
  const lines = [
    'Contacts Gateway is ready.',
    `  GraphQL   ${gateway.url}/graphql`,
    ...(graphiql ? [`  GraphiQL  ${gateway.url}/graphql in a browser`] : []),
    ...(explorer ? [`  Explorer  ${gateway.url}/explorer in a browser`] : []),
    ...(gateway.probeUrl === null ? [] : [`  Probes    ${gateway.probeUrl}/healthz`]),
    sandbox ? `  Sandbox   ${sandbox.url} (made-up contacts)` : `  Upstream  ${upstreamUrl}`,
    ...(sandbox ? [`  Key       ${sandbox.key}`] : []),
    'Try:',
    `  curl ${gateway.url}/graphql -H 'Content-Type: application/json'${credentials} \\`,
    `    -d '{"query":"{ contacts(first: 3) { totalCount nodes { contactId name lastName } } }"}'`,
    ...warnings.map((warning) => `Note: ${warning}`),
  ];
  return lines.join('\n');
}

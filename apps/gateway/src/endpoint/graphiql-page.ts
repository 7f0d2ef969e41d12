import { createHash } from 'node:crypto';
import { graphiqlOptions, type GraphiqlPageOptions } from '../graphiql.ts';

/** A page and the policy that lets it do what it has to, and nothing else. */
export interface GraphiqlPage {
  /** Bytes, so that all who are slow to take it share them; of a text, each connection has a copy. */
  readonly html: Buffer;
  readonly contentSecurityPolicy: string;
}

/** Makes GraphiQL's page once somebody opens it: 9 MB, with all its scripts inside, so that it needs no other host. */
export function createGraphiqlPage(options: GraphiqlPageOptions): () => Promise<GraphiqlPage> {
  let page: Promise<GraphiqlPage> | undefined;
  return () => {
    page ??= import('@graphql-yoga/render-graphiql').then(({ renderGraphiQL }) => {
      const html = renderGraphiQL(graphiqlOptions(options));
      return { html: Buffer.from(html), contentSecurityPolicy: policyFor(html) };
    });
    return page;
  };
}

/** Only the scripts that stand in the page run, each known by its hash; workers are made by them. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    'worker-src blob:',
    "connect-src 'self'",
    // The editor measures text by styles that it makes up as it goes.
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

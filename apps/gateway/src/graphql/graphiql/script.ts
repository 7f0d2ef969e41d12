import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ownStyles } from './styles.ts';

/** GraphiQL as one script that browsers cache: 9 MB, compressed 2.1 to 2.5 MB. */
export interface GraphiqlScript {
  /** Its hash in the form of policies and `integrity`. */
  readonly integrity: string;
  /** Its path, with the hash in its name: the content of a path never changes. */
  readonly path: string;
  /** Serves the script, compressed as the browser accepts. */
  send(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** Beginning of the script's path. It is below `/graphql`, so that proxies that forward that path forward the script too. */
export const SCRIPT_PATH_PREFIX = '/graphql/graphiql-';

const compressors = {
  // A tenth smaller than gzip, in the same time. Browsers accept it only over HTTPS and from this machine.
  br: (text: Buffer) => promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (text: Buffer) => promisify(gzip)(text),
  identity: (text: Buffer) => Promise.resolve(text),
} as const;
type Encoding = keyof typeof compressors;

/** Builds the script from the parts in Yoga's package. */
export async function createGraphiqlScript(): Promise<GraphiqlScript> {
  const parts = await import('@graphql-yoga/render-graphiql/graphiql');
  const text = Buffer.from(scriptOf(parts));
  const hash = createHash('sha256').update(text);
  const integrity = `sha256-${hash.copy().digest('base64')}`;
  const compressed = new Map<Encoding, Promise<Buffer>>();
  return {
    integrity,
    path: `${SCRIPT_PATH_PREFIX}${hash.digest('hex').slice(0, 16)}.js`,
    async send(request, response) {
      const encoding = encodingOf(request);
      const body = compressed.get(encoding) ?? compressors[encoding](text);
      compressed.set(encoding, body);
      const bytes = await body;
      response.writeHead(200, {
        'content-type': 'text/javascript; charset=utf-8',
        'content-length': bytes.length,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
        ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      });
      response.end(bytes);
    },
  };
}

/** Returns the smallest encoding that a request accepts. */
function encodingOf({ headers }: Pick<IncomingMessage, 'headers'>): Encoding {
  const accepted = new Set(
    (headers['accept-encoding'] ?? '')
      .toLowerCase()
      .split(',')
      .map((part) => part.replaceAll(' ', ''))
      .filter((part) => !/;q=0(?:\.0*)?$/.test(part))
      .map((part) => part.split(';', 1)[0]),
  );
  return accepted.has('br') ? 'br' : accepted.has('gzip') ? 'gzip' : 'identity';
}

interface Parts {
  readonly js: string;
  readonly css: string;
  readonly editorWorkerService: string;
  readonly jsonWorker: string;
  readonly graphqlWorker: string;
}

/** Adds the styles by the script, so that they are compressed and cached with it. */
function scriptOf({ js, css, editorWorkerService, jsonWorker, graphqlWorker }: Parts): string {
  return `
document.head.append(Object.assign(document.createElement('style'), { textContent: ${JSON.stringify(css + ownStyles)} }));
const workers = ${JSON.stringify({ editorWorkerService, json: jsonWorker, graphql: graphqlWorker })};
for (const [name, text] of Object.entries(workers)) {
  workers[name] = URL.createObjectURL(new Blob([text], { type: 'application/javascript' }));
}
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] };
${js};
`;
}

import { GatewayError } from './errors.ts';
import { readResult } from './read-result.ts';
import { documentIdOf, type TypedDocument } from './typed-document.ts';

/** Address of the gateway, and credentials of the caller. */
export interface ClientOptions {
  /** The gateway's GraphQL endpoint; in a browser, a path of the same origin is enough. */
  readonly url: string;
  /** The VibeCode API key. Left out where the gateway holds one: a key has no place in a public web page. */
  readonly apiKey?: string;
  /** The user's session with an app key; sent as `Authorization: Bearer`. */
  readonly session?: string;
  /** Sends the requests. Default: the platform's `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** More headers for every request, such as a trace context. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends ids of the manifest of trusted documents in place of their text. Default false. */
  readonly trustedDocuments?: boolean;
}

/** Options of one call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** `interactive`: a user is waiting. `background`: bulk traffic that may be delayed. Default `interactive`. */
  readonly priority?: 'interactive' | 'background' | undefined;
}

/** Urgency (RFC 9218) of background calls: the gateway serves others first. The default of the RFC is 3. */
const BACKGROUND = 'u=5';

/** Variables, which may be left out if none of them is required, and options. */
export type CallArguments<Variables> =
  Record<string, never> extends Variables
    ? [variables?: Variables, options?: CallOptions]
    : [variables: Variables, options?: CallOptions];

/** Client of one gateway, with the credentials of one caller. */
export interface Client {
  /**
   * Runs an operation and resolves with its data.
   * @throws GatewayError if any part of it failed; the error has the data of the others
   */
  execute<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    ...args: CallArguments<NoInfer<Variables>>
  ): Promise<Result>;
}

/**
 * Creates a client. It holds no connection and needs no closing.
 * @throws TypeError if the URL or a header cannot be sent; the message does not repeat it
 * @example
 * const client = createClient({ url: 'http://127.0.0.1:4000/graphql', apiKey: 'vibe_api_sandbox' });
 * const { contact } = await client.execute(ContactCardDocument, { id: 17 });
 */
export function createClient(options: ClientOptions): Client {
  const { url, trustedDocuments = false } = options;
  const headers = requestHeaders(options);
  // Looked up at each call, as tests and instrumentation replace it; browsers want it called on the global object.
  const send = options.fetch ?? ((to, init) => globalThis.fetch(to, init));
  // fetch rejects it too, with a message that repeats the password. A path has no such part.
  if (URL.canParse(url) && hasUserInfo(new URL(url))) {
    throw new TypeError('createClient: the url holds a user name or password, which cannot be sent.');
  }

  return {
    async execute<Result, Variables>(
      document: TypedDocument<Result, Variables>,
      ...[variables, { signal, priority } = {}]: CallArguments<NoInfer<Variables>>
    ): Promise<Result> {
      const body = JSON.stringify({ ...documentPart(document, trustedDocuments), variables });
      let response: Response;
      let text: string;
      try {
        signal?.throwIfAborted();
        // A redirect would take the key to wherever it points: fetch drops only Authorization on the way.
        response = await send(url, {
          method: 'POST',
          headers: prioritized(priority),
          body,
          redirect: 'error',
          signal: signal ?? null,
        });
        text = await response.text();
      } catch (cause) {
        signal?.throwIfAborted();
        throw new GatewayError('NETWORK', 'The gateway could not be reached, or the connection broke.', { cause });
      }
      return readResult(document, response.status, text);
    },
  };

  function prioritized(priority: CallOptions['priority']): Headers {
    if (priority !== 'background') return headers;
    const background = new Headers(headers);
    background.set('priority', BACKGROUND);
    return background;
  }
}

function hasUserInfo({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function requestHeaders({ apiKey, session, headers }: ClientOptions): Headers {
  const all = {
    ...headers,
    accept: 'application/graphql-response+json, application/json;q=0.9',
    'content-type': 'application/json',
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    ...(session === undefined ? {} : { authorization: `Bearer ${session}` }),
  };
  const result = new Headers();
  for (const [name, value] of Object.entries(all)) {
    try {
      result.set(name, value);
    } catch {
      // The platform's own error repeats the value, which may be a key.
      throw new TypeError(`createClient: the header ${JSON.stringify(name)} has a name or value that cannot be sent.`);
    }
  }
  return result;
}

function documentPart(document: TypedDocument<unknown, never>, trusted: boolean): Record<string, string> {
  if (!trusted) return { query: document.toString() };
  const documentId = documentIdOf(document);
  if (documentId === undefined) {
    throw new TypeError('The document is in no manifest of trusted documents: codegen made none for it.');
  }
  return { documentId };
}

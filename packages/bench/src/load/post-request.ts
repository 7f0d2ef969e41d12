/** An operation as the load sends it. */
export interface PostRequest {
  readonly path: string;
  readonly body: string;
}

/** Returns the text of an HTTP request with this key, one character a byte. */
export function postText({ path, body }: PostRequest, apiKey: string): string {
  const bytes = Buffer.from(body);
  return (
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\naccept: application/json\r\n` +
    `x-api-key: ${apiKey}\r\ncontent-length: ${bytes.length}\r\n\r\n${bytes.toString('latin1')}`
  );
}

/** The choice of a key for each request. */
export type Keys = { readonly kind: 'in turn'; readonly count: number } | { readonly kind: 'new each' };

/** Keys that were new once are not new again, in any run. */
let used = 0;
/** Keys in turn go on where the run before ended. */
let turn = 0;

/** Returns a function that gives the text of one request after the other. */
export function requestsWith(post: PostRequest, keys: Keys): () => string {
  const name = (index: number): string => `vibe_api_bench_${String(index).padStart(9, '0')}`;
  const [before = '', after = ''] = postText(post, '\0').split('\0');
  if (keys.kind === 'new each') {
    return () => {
      used += 1;
      return before + name(100_000_000 + used) + after;
    };
  }
  const texts = Array.from({ length: keys.count }, (_, index) => before + name(index) + after);
  return () => {
    turn += 1;
    return texts[turn % texts.length] ?? '';
  };
}

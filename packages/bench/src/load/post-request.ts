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

/** How a run chooses the key of each request. */
export type Keys = { readonly kind: 'in turn'; readonly count: number } | { readonly kind: 'new each' };

/** Keys that were used once are not used again, in no run. */
let used = 0;

/** Returns a function from a request's number to its text. */
export function requestsWith(post: PostRequest, keys: Keys): (index: number) => string {
  const name = (index: number): string => `vibe_api_bench_${String(index).padStart(9, '0')}`;
  const [before = '', after = ''] = postText(post, '\0').split('\0');
  if (keys.kind === 'new each') {
    return () => {
      used += 1;
      return before + name(100_000_000 + used) + after;
    };
  }
  const texts = Array.from({ length: keys.count }, (_, index) => before + name(index) + after);
  return (index) => texts[index % texts.length] ?? '';
}

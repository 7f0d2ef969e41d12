/**
 * Text in UTF-8 as a text of which each character is one byte. Engines keep, cut, join and send such texts without
 * looking at what they mean, which costs a fraction of decoding and encoding them.
 */
export type ByteText = string;

/** The bytes of UTF-8 as such a text. */
export function byteTextOf(bytes: Buffer): ByteText {
  return bytes.toString('latin1');
}

/** Returns the bytes of all chunks; of a single one, without a copy. */
export function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}

// oxlint-disable-next-line no-control-regex -- ASCII begins with them
const beyondAscii = /[^\u0000-\u007f]/;

export function toByteText(text: string): ByteText {
  return beyondAscii.test(text) ? byteTextOf(Buffer.from(text)) : text;
}

/** Decodes the bytes as UTF-8; invalid sequences are replaced. */
export function fromByteText(text: ByteText): string {
  return beyondAscii.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text;
}

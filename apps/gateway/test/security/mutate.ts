import * as fc from 'fast-check';

/** Bytes that programs often handle wrongly. */
const odd: readonly string[] = [
  '\0',
  '\r\n',
  '"',
  '\\',
  '\\u0000',
  '\\ud800',
  '\u2028',
  '\uFEFF',
  '{',
  '}',
  '[',
  ']',
  '$',
  '#',
  '"""',
  '...',
  '@',
  ':',
  '__proto__',
  'constructor',
  'null',
  '1e999',
  '-0',
  '99999999999999999999',
  '9007199254740993',
  'true',
  '%00',
  '../',
  '😀',
  '__schema',
  '__typename',
  'fragment F on Contact { ...F }',
  'subscription',
  'mutation',
  'query',
  '@skip(if: $x)',
  '@include',
];

/** One change of a text's bytes, at a position that is given as a share of its length. */
type Change =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'remove' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'move'; readonly at: number; readonly length: number; readonly to: number }
  | { readonly kind: 'cut'; readonly at: number };

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const length = fc.integer({ min: 1, max: 24 });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, text: fc.constantFrom(...odd) }),
  fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), at: place, length }),
  fc.record({ kind: fc.constant('move' as const), at: place, length, to: place }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
);

/** Returns one of the texts after a few changes. */
export function mutated(texts: readonly string[]): fc.Arbitrary<Buffer<ArrayBuffer>> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce(changed, Buffer.from(text)));
}

function changed(bytes: Buffer<ArrayBuffer>, how: Change): Buffer<ArrayBuffer> {
  const at = Math.floor(how.at * bytes.length);
  switch (how.kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << how.bit);
      return copy;
    }
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(how.text), bytes.subarray(at)]);
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + how.length)]);
    case 'repeat':
      return Buffer.concat([bytes.subarray(0, at + how.length), bytes.subarray(at)]);
    case 'move': {
      const rest = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + how.length)]);
      const to = Math.floor(how.to * rest.length);
      return Buffer.concat([rest.subarray(0, to), bytes.subarray(at, at + how.length), rest.subarray(to)]);
    }
    case 'cut':
      return bytes.subarray(0, at);
    default:
      return how satisfies never;
  }
}

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { HttpReader, type Message } from './http-reader.ts';

/** Reads the bytes in pieces of these lengths, the rest as one. */
function read(bytes: Buffer, lengths: readonly number[], keepBodies = true): readonly Message[] {
  const messages: Message[] = [];
  const reader = new HttpReader((message) => messages.push(message), keepBodies);
  let from = 0;
  for (const length of [...lengths, bytes.length]) {
    reader.push(bytes.subarray(from, from + length));
    from += length;
  }
  return messages;
}

function encode(body: Buffer, chunks: readonly number[] | undefined): Buffer {
  if (chunks === undefined) {
    const head =
      body.length === 0 ? 'GET / HTTP/1.1\r\n\r\n' : `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  }
  const parts: Buffer[] = [Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')];
  let from = 0;
  for (const length of [...chunks, body.length]) {
    const chunk = body.subarray(from, from + length);
    from += length;
    if (chunk.length > 0) parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

const lengths = fc.array(fc.integer({ min: 1, max: 20 }));
const body = fc.uint8Array({ maxLength: 200 }).map((bytes): Buffer => Buffer.from(bytes));
const encoded = fc.record({ body, chunks: fc.option(lengths, { nil: undefined }) });

test('messages are read alike, however their bytes arrive and are encoded', () => {
  fc.assert(
    fc.property(fc.array(encoded, { maxLength: 5 }), lengths, (messages, pieces) => {
      const bytes = Buffer.concat(messages.map((message) => encode(message.body, message.chunks)));
      expect(read(bytes, pieces).map((message) => message.body)).toEqual(messages.map((message) => message.body));
      expect(read(bytes, pieces, false).map(({ bodyBytes }) => bodyBytes)).toEqual(
        messages.map((message) => message.body.length),
      );
    }),
  );
});

test('the head is the start line and the headers', () => {
  expect(read(Buffer.from('HTTP/1.1 204 No Content\r\na: b\r\n\r\n'), [])).toEqual([
    { head: 'HTTP/1.1 204 No Content\r\na: b', body: Buffer.alloc(0), bodyBytes: 0 },
  ]);
});

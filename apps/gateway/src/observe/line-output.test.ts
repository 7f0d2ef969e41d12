import { PassThrough, Writable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { createLineOutput } from './line-output.ts';

const droppedLine = (dropped: number): string => `${dropped} dropped\n`;

/** A stream that takes a line only when the test lets it. */
function createSlowReader() {
  const taken: string[] = [];
  let next: (() => void) | undefined;
  const stream = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => {
      taken.push(line);
      next = done;
    },
  });
  return { stream, taken, take: () => next?.() };
}

test('log lines are written as they come', () => {
  const stream = new PassThrough({ encoding: 'utf8' });
  const output = createLineOutput(stream, droppedLine);
  output.write('a\n');
  output.write('b\n');
  expect(stream.read()).toBe('a\nb\n');
});

test('log lines beyond the buffer are dropped and counted, and memory is bounded', () => {
  const { stream, taken, take } = createSlowReader();
  const output = createLineOutput(stream, droppedLine, 100);
  for (let line = 0; line < 1000; line += 1) output.write(`${String(line).padStart(9)}\n`);
  expect(stream.writableLength).toBe(100);
  for (let line = 0; line < 10; line += 1) take();
  expect(stream.writableLength).toBe(0);
  output.write('later\n');
  take();
  expect(taken.slice(-3)).toEqual(['        9\n', '990 dropped\n', 'later\n']);
});

test('a reader that has closed the log is no error', async () => {
  const { stream, taken } = createSlowReader();
  const output = createLineOutput(stream, droppedLine);
  stream.destroy(new Error('EPIPE'));
  await new Promise((resolve) => {
    stream.once('close', resolve);
  });
  output.write('a\n');
  await output.drained(60_000);
  expect(taken).toEqual([]);
});

test.each([
  { name: 'one line', line: 'x' },
  { name: 'more than a buffer', line: 'x'.repeat(100_000) },
])('the end of the log waits for lines that are not yet taken, for a limited time: $name', async ({ line }) => {
  vi.useFakeTimers();
  try {
    const { stream, take } = createSlowReader();
    const output = createLineOutput(stream, droppedLine);
    await output.drained(1000);
    output.write(line);
    let ended = 0;
    for (const ms of [500, 1000]) void output.drained(ms).then(() => (ended += 1));
    await vi.advanceTimersByTimeAsync(500);
    expect(ended).toBe(1);
    // The line, and the empty writes behind it.
    for (let write = 0; write < 3; write += 1) take();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(2);
  } finally {
    vi.useRealTimers();
  }
});

import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { showProgress } from './progress.ts';

async function shown(isTTY: boolean): Promise<string> {
  const stream = Object.assign(new PassThrough(), {
    isTTY,
    columns: 120,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  const progress = showProgress(stream, 200, 50);
  progress.update(100);
  progress.update(250);
  progress.stop();
  stream.end();
  return readAll(stream);
}

it('progress has rate and time left on a terminal', async () => {
  const text = await shown(true);
  expect(text).toMatch(/25% 50\/200 contacts, 0 a second, .* left/);
  expect(text).toMatch(/250\/250 contacts, [\d,]+ a second/);
});

it('nothing is shown where no person looks', async () => {
  expect(await shown(false)).toBe('');
});

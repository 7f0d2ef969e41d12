import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createOriginLog } from './refused-origins.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function observed() {
  const lines: { readonly message: string; readonly details: Readonly<Record<string, unknown>> }[] = [];
  const log = createOriginLog((message, details) => lines.push({ message, details }));
  return { lines, log };
}

test('a rejected origin is logged once a minute, with the number of rejections since', () => {
  const { lines, log } = observed();
  for (let sent = 0; sent < 5; sent += 1) log('http://localhost:5173');
  expect(lines).toEqual([
    {
      message:
        'Rejected a page of another origin: http://localhost:5173. If its pages may call, add it to CORS_ORIGINS.',
      details: { origin: 'http://localhost:5173' },
    },
  ]);
  vi.advanceTimersByTime(60_000);
  log('http://localhost:5173');
  expect(lines[1]?.details).toEqual({ origin: 'http://localhost:5173', refusedBefore: 4 });
});

test('at most ten origins are logged in a minute, however many are made up', () => {
  const { lines, log } = observed();
  for (let sent = 0; sent < 1000; sent += 1) log(`https://${sent}.example`);
  expect(lines).toHaveLength(10);
  vi.advanceTimersByTime(60_000);
  log('https://crm.example');
  expect(lines[10]?.details).toEqual({ origin: 'https://crm.example', refusedBefore: 990 });
});

test.each([
  ['null', 'null'],
  ['https://crm.example/contacts?name=Ivan', 'of no known form'],
  ['https://ivan:secret@crm.example', 'of no known form'],
  ['vibe_api_canary', 'of no known form'],
  [`https://${'x'.repeat(300)}`, 'of no known form'],
  ['', 'of no known form'],
])('the origin "%s" is logged as "%s"', (sent, shown) => {
  const { lines, log } = observed();
  log(sent);
  expect(lines[0]?.details).toEqual({ origin: shown });
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTroubleLog } from './upstream-trouble.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const lines: { message: string; details: object }[] = [];
  const tell = createTroubleLog((message, details) => lines.push({ message, details }));
  return { lines, tell: (reason: string) => tell({ reason, endpoint: 'GET /v1/contacts' }) };
}

test('a failure of the upstream is logged at once, with a remedy', () => {
  const { lines, tell } = setUp();
  tell('ENOTFOUND');
  expect(lines).toEqual([
    {
      message: 'Upstream call failed: ENOTFOUND. No host of that name: check VIBECODE_URL and DNS.',
      details: { reason: 'ENOTFOUND', endpoint: 'GET /v1/contacts' },
    },
  ]);
});

test('each reason of failure is logged once a minute, with the number of failures since', () => {
  const { lines, tell } = setUp();
  for (let second = 0; second < 60; second += 1) {
    tell('ECONNREFUSED');
    tell('HTTP_599');
    vi.advanceTimersByTime(999);
  }
  expect(lines.map(({ message }) => message.slice(0, 36))).toEqual([
    'Upstream call failed: ECONNREFUSED. ',
    'Upstream call failed: HTTP_599.',
  ]);
  vi.advanceTimersByTime(60);
  tell('ECONNREFUSED');
  expect(lines[2]?.details).toEqual({ reason: 'ECONNREFUSED', endpoint: 'GET /v1/contacts', sinceLastTold: 59 });
});

test('the number of reasons that are kept and logged is bounded', () => {
  const { lines, tell } = setUp();
  for (let count = 0; count < 500; count += 1) tell(`E${count}`);
  expect(lines).toHaveLength(100);
});

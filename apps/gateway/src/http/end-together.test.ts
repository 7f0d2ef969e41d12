import { expect, test, vi } from 'vitest';
import { createEndTogether } from './end-together.ts';

test('the responses of one iteration of the event loop are ended together at its end, in their order', () => {
  vi.useFakeTimers({ toFake: ['setImmediate'] });
  try {
    const ended: unknown[][] = [];
    const response = { end: (...args: unknown[]) => void ended.push(args) } as never;
    const end = createEndTogether();
    end(response, 'first');
    end(response, 'second');
    expect(ended).toEqual([]);
    expect(vi.getTimerCount()).toBe(1);
    vi.runOnlyPendingTimers();
    expect(ended).toEqual([
      ['first', 'latin1'],
      ['second', 'latin1'],
    ]);
    end(response, 'third');
    vi.runOnlyPendingTimers();
    expect(ended.at(-1)).toEqual(['third', 'latin1']);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

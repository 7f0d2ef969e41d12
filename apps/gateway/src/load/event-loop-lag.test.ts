import { expect, test } from 'vitest';
import { createEventLoopLag } from './event-loop-lag.ts';

test('a turn that takes long is seen while it lasts and after it, and forgotten when the loop is idle again', async () => {
  const lag = createEventLoopLag();
  try {
    await expect.poll(() => lag.currentMs(), { interval: 15 }).toBeLessThan(20);
    block(100);
    expect(lag.currentMs()).toBeGreaterThan(50);
    block(100);
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(lag.currentMs()).toBeGreaterThan(50);
    await expect.poll(() => lag.currentMs(), { interval: 15 }).toBeLessThan(20);
  } finally {
    lag.close();
  }
});

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

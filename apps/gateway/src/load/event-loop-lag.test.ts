import { expect, test } from 'vitest';
import { createEventLoopLag } from './event-loop-lag.ts';

test('a blocked event loop is seen as soon as it goes on, and forgotten when it is idle again', async () => {
  const lag = createEventLoopLag();
  try {
    await expect.poll(() => lag.meanMs(), { interval: 60 }).toBeLessThan(50);
    const until = performance.now() + 500;
    while (performance.now() < until);
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(lag.meanMs()).toBeGreaterThan(50);
    await expect.poll(() => lag.meanMs(), { interval: 60 }).toBeLessThan(50);
  } finally {
    lag.close();
  }
});

import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { createAdmissionControl } from '../../src/load/admission-control.ts';
import { createSimulatedLoop, type Finished, type SimulatedOperation } from './simulated-loop.ts';

// Whole minutes of load on a simulated process, with the limits of the default configuration. `npm run bench -- shedding`
// and `npm run bench -- overload` measure a real process.

const { overload } = loadConfig({});
const CPU_MS = 0.7;
const WARM_UP_MS = 8000;
const PEAK_PER_SECOND = 1000 / (2 * CPU_MS);

interface Outcome {
  readonly answered: readonly number[];
  readonly shed: number;
}

/** Numbers from 0 to 1 that are the same in each run. */
function createRandom(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function setUp(onFinished: (finished: Finished, now: number) => void = () => undefined) {
  const outcomes = new Map<string, { answered: number[]; shed: number }>();
  const random = createRandom();
  const loop = createSimulatedLoop(
    (lagMs, now) => createAdmissionControl(overload, lagMs, now),
    (finished, now) => {
      const { operation, shed, tookMs } = finished;
      const [kind = ''] = operation.caller.split('-');
      const outcome = outcomes.get(kind) ?? { answered: [], shed: 0 };
      outcomes.set(kind, outcome);
      if (shed) outcome.shed += 1;
      else outcome.answered.push(tookMs);
      onFinished(finished, now);
    },
  );
  const operation = (caller: string, more: Partial<SimulatedOperation> = {}): SimulatedOperation => ({
    caller,
    requestMs: CPU_MS * (0.5 + random()),
    upstreamMs: 50,
    answerMs: CPU_MS * (0.5 + random()),
    ...more,
  });
  return {
    loop,
    operation,
    random,
    outcomeOf: (kind: string): Outcome => outcomes.get(kind) ?? { answered: [], shed: 0 },
    /** Sends operations at a mean rate per second, at random times. */
    offer: (perSecond: number, fromMs: number, toMs: number, of: (count: number) => SimulatedOperation): void => {
      let count = 0;
      for (let at = fromMs; at < toMs; at += (-1000 / perSecond) * Math.log(1 - random())) loop.send(at, of(count++));
    },
  };
}

/** Users that send the next request some time after each response, from `fromMs` on. */
function setUpPeople(thinkMs: number, costs: (count: number) => Partial<SimulatedOperation>) {
  let count = 0;
  const set = setUp(({ operation }, now) => {
    if (operation.caller.startsWith('person')) {
      set.loop.send(now + thinkMs * (0.5 + set.random()), set.operation(operation.caller, costs(count++)));
    }
  });
  const begin = (people: number, fromMs: number, withinMs: number): void => {
    for (let index = 0; index < people; index += 1) {
      set.loop.send(fromMs + withinMs * set.random(), set.operation(`person-${index}`, costs(count++)));
    }
  };
  return { ...set, begin };
}

function percentile(numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.ceil(numbers.length * share) - 1] ?? Number.NaN;
}

function warmUp({ offer, operation }: ReturnType<typeof setUp>): void {
  offer(PEAK_PER_SECOND / 2, 0, WARM_UP_MS, () => operation('warm'));
}

test.each([
  { times: 1.4, most: 3 },
  { times: 3, most: 3 },
])('at $times times the peak, accepted operations take at most $most times as long', ({ times, most }) => {
  const p99 = (perSecond: number): number => {
    const set = setUp();
    warmUp(set);
    set.offer(perSecond, WARM_UP_MS, WARM_UP_MS + 15_000, (count) => set.operation(`load-${count % 32}`));
    set.loop.run(WARM_UP_MS + 15_000);
    return percentile(set.outcomeOf('load').answered, 0.99);
  };
  expect(p99(times * PEAK_PER_SECOND) / p99(30)).toBeLessThan(most);
});

test('under overload a caller with few requests is served, and one with many is rejected', () => {
  const set = setUp();
  warmUp(set);
  const [from, to] = [WARM_UP_MS, WARM_UP_MS + 15_000];
  set.offer(3 * PEAK_PER_SECOND, from, to, () => set.operation('greedy'));
  set.offer(30, from, to, (count) => set.operation(`modest-${count % 10}`));
  set.loop.run(to);
  expect(set.outcomeOf('greedy').shed).toBeGreaterThan(1000);
  const { answered, shed } = set.outcomeOf('modest');
  expect(shed / (answered.length + shed)).toBeLessThan(0.01);
});

test.each([50, 150, 400])('a page that takes %s ms each second causes no rejection of 100 users', (answerMs) => {
  const set = setUpPeople(400, () => ({ upstreamMs: 600 }));
  warmUp(set);
  set.begin(100, WARM_UP_MS, 1000);
  set.offer(1, WARM_UP_MS, WARM_UP_MS + 30_000, () => set.operation('large', { answerMs, upstreamMs: 600 }));
  set.loop.run(WARM_UP_MS + 30_000);
  const { answered, shed } = set.outcomeOf('person');
  expect(answered.length).toBeGreaterThan(2000);
  expect(shed).toBe(0);
});

test.each([2, 5, 10])('a process that is %s times as slow at first rejects none of 120 users', (slow) => {
  const set = setUpPeople(400, (count) => {
    const times = Math.max(1, slow * (1 - count / 1500));
    return { requestMs: CPU_MS * times, answerMs: CPU_MS * times, upstreamMs: 250 };
  });
  set.begin(120, 0, 1);
  set.loop.run(30_000);
  const { answered, shed } = set.outcomeOf('person');
  expect(answered.length).toBeGreaterThan(2000);
  expect(shed).toBe(0);
});

test('120 users that send requests without a pause are all served', () => {
  const set = setUpPeople(5, () => ({ upstreamMs: 30 }));
  warmUp(set);
  set.begin(120, WARM_UP_MS, 1000);
  set.loop.run(WARM_UP_MS + 15_000);
  const { answered, shed } = set.outcomeOf('person');
  expect(shed).toBe(0);
  expect(percentile(answered, 0.99)).toBeLessThan(120 * 2 * CPU_MS * 1.5);
});

test.each([50, 150])(
  '200 hanging calls of one caller and pages of %s ms cause no rejection of other callers',
  (answerMs) => {
    const set = setUpPeople(300, () => ({}));
    warmUp(set);
    for (let count = 0; count < 200; count += 1) {
      set.loop.send(WARM_UP_MS, set.operation('hanging', { upstreamMs: Infinity }));
    }
    set.begin(40, WARM_UP_MS + 500, 300);
    set.offer(1, WARM_UP_MS, WARM_UP_MS + 30_000, () => set.operation('large', { answerMs }));
    set.loop.run(WARM_UP_MS + 30_000);
    const { answered, shed } = set.outcomeOf('person');
    expect(answered.length).toBeGreaterThan(1500);
    expect(shed).toBe(0);
  },
);

import { Counter, type Histogram, type Registry } from 'prom-client';
import { LabelTree } from './label-tree.ts';

// prom-client writes and validates a text of all labels for each value that it counts, four times for one upstream call. Here
// labels lead to what is counted, and prom-client gets it when metrics are read.

export interface TallyOptions {
  readonly registry: Registry;
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** A number that only grows. */
class Count {
  sum = 0;

  add(number: number): void {
    this.sum += number;
  }
}

/** Registers a counter. Its counts are found by the values of the labels, in their order. */
export function createCounts({ registry, name, help, labelNames }: TallyOptions): LabelTree<Count> {
  const counts = new LabelTree(() => new Count());
  void new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, { sum }] of counts.entries()) this.inc(named(labelNames, labels), sum);
    },
  });
  return counts;
}

/** The values of one set of labels, by bucket. */
class Distribution {
  sum = 0;
  count = 0;
  /** Number of values in each bucket, and not in the ones before. */
  readonly inBucket: number[];
  readonly #bounds: readonly number[];

  /** @param bounds upper bounds of the buckets, ascending */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.inBucket = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.count += 1;
    const bounds = this.#bounds;
    for (let index = 0; index < bounds.length; index += 1) {
      if (value > (bounds[index] as number)) continue;
      this.inBucket[index] = (this.inBucket[index] as number) + 1;
      return;
    }
  }
}

/** Registers a histogram. Its distributions are found by the values of the labels, in their order. */
export function createDistributions(
  { registry, name, help, labelNames }: TallyOptions,
  bounds: readonly number[],
): LabelTree<Distribution> {
  const distributions = new LabelTree(() => new Distribution(bounds));
  const samples = () =>
    [...distributions.entries()].flatMap(([labels, distribution]) =>
      samplesOf(distribution, named(labelNames, labels)),
    );
  // The registry asks a metric for no more than this.
  const metric = {
    name,
    help,
    type: 'histogram',
    get: async () => ({ name, help, type: 'histogram', values: samples() }),
  };
  registry.registerMetric(metric as unknown as Histogram);
  return distributions;

  function samplesOf({ sum, count, inBucket }: Distribution, labels: Labels): readonly object[] {
    let below = 0;
    const buckets = bounds.map((le, index) => {
      below += inBucket[index] as number;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: below };
    });
    return [
      ...buckets,
      { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  }
}

type Labels = Readonly<Record<string, string>>;

function named(names: readonly string[], values: readonly string[]): Labels {
  return Object.fromEntries(names.map((name, index) => [name, values[index] as string]));
}

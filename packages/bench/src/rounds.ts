import { type Measurement, measure, type Run } from './measure.ts';
import { median } from './statistics.ts';

/** Maximum number of keys that all come within the usual warm-up. */
const MANY_KEYS = 1000;
const MOST_MS = 60_000;

/** A line of a table: one server under one kind of load. */
export interface Series extends Omit<Run, 'durationMs'> {
  readonly label: string;
}

/** The result of a series over all rounds: medians, and the ratio of CPU to the first series in the same round. */
export interface Outcome extends Measurement {
  readonly label: string;
  readonly ratio: number;
}

export interface Rounds {
  readonly rounds: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
}

/**
 * Measures all series in turn, round by round, so that what else the machine does falls on all of them alike. The first
 * series is what the ratios refer to.
 */
export async function runRounds(
  series: readonly Series[],
  { rounds, durationMs, warmUpMs }: Rounds,
): Promise<readonly Outcome[]> {
  for (const one of series) await measure({ ...one, durationMs: warmUpMs });
  const measured: Measurement[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ofRound: Measurement[] = [];
    for (const one of series) {
      await useManyKeys(one);
      ofRound.push(await measure({ ...one, durationMs }));
    }
    measured.push(ofRound);
  }
  return series.map(({ label }, index) => outcome(label, index, measured));
}

/**
 * Lets many keys come once before they come again. Before each round, since what a key left is closed while the other series
 * are measured: a connection without requests for some seconds.
 */
async function useManyKeys(series: Series): Promise<void> {
  const { keys } = series;
  if (keys.kind === 'in turn' && keys.count > MANY_KEYS) {
    await measure({ ...series, durationMs: MOST_MS, most: keys.count });
  }
}

/** Returns the outcome of the series with this index; each item of `measured` is a round. */
export function outcome(label: string, index: number, measured: readonly (readonly Measurement[])[]): Outcome {
  const over = (value: (own: Measurement, first: Measurement) => number): number =>
    median(
      measured.flatMap((ofRound) => {
        const [own, first] = [ofRound[index], ofRound[0]];
        return own === undefined || first === undefined ? [] : [value(own, first)];
      }),
    );
  return {
    label,
    operations: over((own) => own.operations),
    cpuMicros: over((own) => own.cpuMicros),
    ratio: over((own, first) => own.cpuMicros / first.cpuMicros),
    perSecond: over((own) => own.perSecond),
    p50: over((own) => own.p50),
    p99: over((own) => own.p99),
    upstreamCalls: over((own) => own.upstreamCalls),
    rss: over((own) => own.rss),
  };
}

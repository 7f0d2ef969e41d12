/** One line of a metric in Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Returns the samples of a text in Prometheus' format, in order, without comments. */
export function parseMetrics(text: string): readonly Sample[] {
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', of = '']) => [label, of])),
    value: Number(value),
  }));
}

/** Returns the samples of a gateway's `/metrics`. */
export async function readMetrics(url: string): Promise<readonly Sample[]> {
  return parseMetrics(await (await fetch(`${url}/metrics`)).text());
}

/** Returns the value of the first sample with this name and these labels, or undefined. */
export function valueOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const wanted = Object.entries(labels);
  return samples.find((sample) => sample.name === name && wanted.every(([label, of]) => sample.labels[label] === of))
    ?.value;
}

/** Returns the positive values of a metric by the value of one of its labels. */
export function valuesBy(samples: readonly Sample[], name: string, label: string): Readonly<Record<string, number>> {
  const found = samples.filter((sample) => sample.name === name && sample.value > 0);
  return Object.fromEntries(found.map(({ labels, value }) => [labels[label] ?? '', value]));
}

/** Returns the median; of an even number of values, the mean of the two in the middle. NaN for none. */
export function median(values: readonly number[]): number {
  return (quantileOf(values, 0.5, Math.floor) + quantileOf(values, 0.5, Math.ceil)) / 2;
}

/** Returns the smallest value that is at least as large as this part of all, 0 to 1. NaN for no values. */
export function quantile(values: readonly number[], part: number): number {
  return quantileOf(values, part, Math.ceil);
}

function quantileOf(values: readonly number[], part: number, round: (index: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[round((sorted.length - 1) * part)] ?? Number.NaN;
}

/** Returns the first place in [low, high) for which `isBefore` is false, by binary search; `high` if there is none. */
export function lowerBound(low: number, high: number, isBefore: (place: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

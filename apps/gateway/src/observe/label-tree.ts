/** Values by labels, one level for each label: `tree.at('Card').at('ok').value`. */
export class LabelTree<T> {
  readonly #make: () => T;
  readonly #below = new Map<string, LabelTree<T>>();
  #value: T | undefined;

  /** @param make returns the first value of a set of labels */
  constructor(make: () => T) {
    this.#make = make;
  }

  /** Returns the values with a next label. */
  at(label: string): LabelTree<T> {
    const known = this.#below.get(label);
    if (known) return known;
    const below = new LabelTree(this.#make);
    this.#below.set(label, below);
    return below;
  }

  /** The value of the labels so far. */
  get value(): T {
    return (this.#value ??= this.#make());
  }

  /** Returns all values with their labels. */
  *entries(labels: readonly string[] = []): Iterable<readonly [readonly string[], T]> {
    if (this.#value !== undefined) yield [labels, this.#value];
    for (const [label, below] of this.#below) yield* below.entries([...labels, label]);
  }
}

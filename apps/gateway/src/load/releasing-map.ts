/**
 * A Map for short-lived entries. A plain Map that is filled and emptied replaces its table now and then; each
 * table leads to the next, and keeps what was in it. Once one of them is old, V8's collections of young objects keep all
 * that later ones held, until memory is collected as a whole. Here a table holds boxes, which are emptied.
 */
export class ReleasingMap<K extends string | number, V> {
  readonly #boxes = new Map<K, { value: V | undefined }>();

  get size(): number {
    return this.#boxes.size;
  }

  set(key: K, value: V): void {
    const box = this.#boxes.get(key);
    if (box) box.value = value;
    else this.#boxes.set(key, { value });
  }

  delete(key: K): void {
    const box = this.#boxes.get(key);
    if (!box) return;
    box.value = undefined;
    this.#boxes.delete(key);
  }

  *values(): Iterable<V> {
    for (const { value } of this.#boxes.values()) yield value as V;
  }
}

/**
 * Returns the options of an LRU cache with room for `count` entries, which takes memory as it fills. With `max` lru-cache
 * allocates all places when it is created: 70,000 in the caches of a gateway, 5 ms and 3 MB.
 */
export function roomFor(count: number): { readonly maxSize: number; readonly sizeCalculation: () => number } {
  return { maxSize: count, sizeCalculation: () => 1 };
}

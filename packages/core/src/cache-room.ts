interface RoomOptions {
  readonly maxSize: number;
  readonly sizeCalculation: () => number;
  readonly ttlResolution: 0;
}

/**
 * Returns the options of an LRU cache with room for `count` entries, which takes memory as it fills. With `max` lru-cache
 * allocates all places when it is created: 70,000 in the caches of a gateway, 5 ms and 3 MB. Its default resolution of times
 * sets a timer for each millisecond in which an entry is read, which costs more than to read the clock.
 */
export function roomFor(count: number): RoomOptions {
  return { maxSize: count, sizeCalculation: () => 1, ttlResolution: 0 };
}

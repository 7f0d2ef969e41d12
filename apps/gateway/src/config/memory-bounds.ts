/** Default limits of what all answers under way may weigh together. */
export interface MemoryBounds {
  readonly maxValuesInFlight: number;
  readonly maxBytesInFlight: number;
}

const MEGABYTE = 1024 * 1024;
/** The young generation, which V8 counts beside `--max-old-space-size`. */
const YOUNG = 96 * MEGABYTE;
/** Memory of the process itself: code, schema, caches, and the answers of the upstream on their way in. */
const OWN = 96 * MEGABYTE;
/** Measured with `--max-old-space-size=512` (docs/operations.md): values, and bytes of whole answers. */
const MEASURED = { heap: 512 * MEGABYTE, values: 1_000_000, bytes: 100_000_000 };
/** However small the heap: an answer or two. */
const AT_LEAST = 1 / 16;
/** However large: Node's default heap on a large machine is more than what a container of it may have. */
const AT_MOST = 4;

/**
 * Returns the bounds for a process with a heap of at most so many bytes: what is left of it, in proportion.
 * @param heapBytes V8's `heap_size_limit`
 */
export function memoryBounds(heapBytes: number): MemoryBounds {
  const share = (heapBytes - YOUNG - OWN) / (MEASURED.heap - OWN);
  const times = Math.min(AT_MOST, Math.max(AT_LEAST, share));
  return {
    maxValuesInFlight: Math.round(MEASURED.values * times),
    maxBytesInFlight: Math.round(MEASURED.bytes * times),
  };
}

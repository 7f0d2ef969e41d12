/** Default limits of the memory that all responses in flight may take. */
export interface MemoryBounds {
  readonly maxValuesInFlight: number;
  readonly maxBytesInFlight: number;
}

const MEGABYTE = 1024 * 1024;
/** Size of the young generation, which V8 counts in addition to `--max-old-space-size`. */
const YOUNG = 96 * MEGABYTE;
/** Memory of the process itself: code, schema, caches, and upstream responses that are being received. */
const OWN = 96 * MEGABYTE;
/** Measured with `--max-old-space-size=512` (docs/operations.md): values, and bytes of whole responses. */
const MEASURED = { heap: 512 * MEGABYTE, values: 1_000_000, bytes: 100_000_000 };
/** Lower bounds for any heap: room for one or two responses. */
const AT_LEAST = 1 / 16;
/** Upper bounds: Node's default heap on a large machine may exceed the memory of its container. */
const AT_MOST = 4;

/**
 * Returns the limits for a process with a heap of `heapBytes`, in proportion to what the process itself leaves of it.
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

/** Values that parts of the gateway attach to requests, responses and sockets, one for each object. */
export interface Attached<T> {
  of(this: void, owner: object): T | undefined;
  attach(this: void, owner: object, value: T | undefined): void;
}

/**
 * Creates a property of its own for the values, which no other part can read. A WeakMap would do the same for several times
 * the cost: its entries are looked up by hash, and every collection of garbage goes through them.
 */
export function createAttached<T>(description: string): Attached<T> {
  const key = Symbol(description);
  return {
    of: (owner) => (owner as { [key]?: T })[key],
    attach(owner, value) {
      (owner as { [key]?: T | undefined })[key] = value;
    },
  };
}

import type { Context } from './context.ts';

type Caller = Pick<Context['caller'], 'costOf' | 'groupedRecords' | 'multifieldSource'>;

/** A caller that notes whether anything is asked of it that can be answered in another way the next time. */
export interface WatchedCaller extends Caller {
  readonly wasAsked: boolean;
}

/** Watches a caller while it is found out what an operation needs. */
export function watched(caller: Caller): WatchedCaller {
  let wasAsked = false;
  return {
    get wasAsked() {
      return wasAsked;
    },
    costOf: (args) => caller.costOf(args),
    groupedRecords: (...args) => {
      wasAsked = true;
      return caller.groupedRecords(...args);
    },
    multifieldSource: () => {
      wasAsked = true;
      return caller.multifieldSource();
    },
  };
}

/**
 * Finds something out once for each key, unless it depends on what is known of the caller.
 * @param key stands for a part of a compiled operation; in graphql-js, each call of a resolver has another
 */
export function remembered<T>(memory: WeakMap<object, T>, key: object, caller: Caller, find: (caller: Caller) => T): T {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const watching = watched(caller);
  const found = find(watching);
  if (!watching.wasAsked) memory.set(key, found);
  return found;
}

/** What is under way weighs too much: all of it, or one caller's. */
export type TooMuch = 'all' | 'caller';

/** How much is under way, and how much of it for whom. */
export interface Weights {
  /** Says whether something of this weight would be too much. What is alone never is. */
  tooMuch(caller: string, weight: number): TooMuch | undefined;
  /** Adds something; what comes back takes it away again. */
  add(caller: string, weight: number): () => void;
}

/** So that nobody takes the room of all others. */
const CALLERS_SHARE = 0.5;

/** @param max the most that may be under way; 0 is no limit */
export function createWeights(max: number): Weights {
  const ofCaller = new Map<string, number>();
  let all = 0;
  const add = (caller: string, weight: number): void => {
    all += weight;
    const rest = (ofCaller.get(caller) ?? 0) + weight;
    // Who has nothing under way leaves no trace.
    if (rest === 0) ofCaller.delete(caller);
    else ofCaller.set(caller, rest);
  };
  return {
    tooMuch(caller, weight) {
      if (max === 0) return undefined;
      if (all > 0 && all + weight > max) return 'all';
      const own = ofCaller.get(caller) ?? 0;
      return own > 0 && own + weight > max * CALLERS_SHARE ? 'caller' : undefined;
    },
    add(caller, weight) {
      add(caller, weight);
      return () => add(caller, -weight);
    },
  };
}

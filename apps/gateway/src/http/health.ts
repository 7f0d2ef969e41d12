/** Whether the upstream can be reached, asked at most once in a while however often a prober asks us. */
export interface Readiness {
  isReady(): Promise<boolean>;
}

const TTL_MS = 2000;

/** @param reachable asks the upstream; never rejects */
export function createReadiness(reachable: () => Promise<boolean>, now: () => number = Date.now): Readiness {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  return {
    isReady() {
      if (!asked || now() - asked.at >= TTL_MS) asked = { at: now(), answer: reachable() };
      return asked.answer;
    },
  };
}

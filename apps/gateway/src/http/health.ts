/** Returns true if the upstream can be reached; calls it at most once in two seconds. */
export interface Readiness {
  isReady(): Promise<boolean>;
}

const TTL_MS = 2000;

/** @param reachable calls the upstream; never rejects */
export function createReadiness(reachable: () => Promise<boolean>): Readiness {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | undefined;
  return {
    isReady() {
      if (!asked || Date.now() - asked.at >= TTL_MS) asked = { at: Date.now(), answer: reachable() };
      return asked.answer;
    },
  };
}

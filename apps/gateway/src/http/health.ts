/** Returns true if the upstream can be reached; calls it at most once in two seconds. */
export interface Readiness {
  isReady(): Promise<boolean>;
}

const TTL_MS = 2000;

/** @param reachable calls the upstream; never rejects */
export function createReadiness(reachable: () => Promise<boolean>): Readiness {
  let checked: { readonly at: number; readonly result: Promise<boolean> } | undefined;
  return {
    isReady() {
      if (!checked || Date.now() - checked.at >= TTL_MS) checked = { at: Date.now(), result: reachable() };
      return checked.result;
    },
  };
}

// The seam for a budget that several processes share. Without one, each process keeps its budget for itself.

/** A minute that a request counts against. */
export interface SharedWindow {
  /** Identifies it among all processes; says nothing of the key. */
  readonly name: string;
  /** Maximum requests a minute of all processes together; `Infinity` is no limit. */
  readonly configured: number;
  /** Requests that this process sent in the last minute. */
  readonly sent: number;
}

/** The part of the shared budget that one request takes. */
export interface SharedNeed {
  /** Maximum number of inner pages that the upstream reads for it. */
  readonly cost: number;
  readonly windows: readonly SharedWindow[];
}

/** The requests of this process in flight at a portal, and its reads within the last second. */
export interface PortalUsage {
  readonly inFlight: number;
  /** Milliseconds since each page was read; 0 and below for pages that may still be read. */
  readonly pageAges: readonly number[];
}

export interface SharedPortalOptions {
  /** Identifies the portal among all processes. */
  readonly name: string;
  /** Maximum requests in flight, of all processes together; `Infinity` is no limit. */
  readonly concurrency: number;
  /** Maximum calls a second, of all processes together; `Infinity` is no limit. */
  readonly perSecond: number;
  readonly usage: () => PortalUsage;
  /** Called when waiting requests may go that could not before. */
  readonly onChange: () => void;
}

/** The budget of one portal. */
export interface SharedPortal {
  /** Part of the portal's rate that requests waiting here get, above 0 and at most 1. */
  readonly part: number;
  /** Returns the milliseconds until a request may be sent: 0 is now, `Infinity` until `onChange` is called. Sends nothing. */
  delay(need: SharedNeed): number;
  /** Takes what a request needs, right after {@link delay} was 0. */
  take(need: SharedNeed): void;
  /** Called when a request is over and no longer part of the usage; `unused` if the upstream does not count it. */
  release(need: SharedNeed, outcome: { readonly unused: boolean }): void;
  /**
   * Sets the next requests in the queue that wait for the shared budget; none if none does.
   * @param callers number of callers with waiting requests
   */
  want(needs: readonly SharedNeed[], callers: number): void;
  /** Called when the portal throttled a request that was sent so many milliseconds ago. */
  throttled(pauseMs: number, sentMsAgo: number): void;
  /** Called with the rate that the portal itself names. */
  learned(perSecond: number): void;
  /** Called when the upstream asks for a pause of one minute's requests. */
  pauseWindow(name: string, forMs: number): void;
  /** Called with the limit that the upstream names for a minute. */
  learnedWindow(name: string, perMinute: number): void;
}

export interface SharedBudget {
  /** Returns a name for a key or portal that is the same in all processes. Any text is allowed; the name has only `A-Za-z0-9_-`. */
  nameOf(text: string): string;
  /** Returns the budget of one portal; one that is not used any more is forgotten by itself. */
  portal(options: SharedPortalOptions): SharedPortal;
}

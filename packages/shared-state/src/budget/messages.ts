// The messages between a replica and the script sync.lua. All times are in milliseconds. Points in time are by the clock of
// Redis, so that the clocks of the replicas may differ.

/** The minute of a key, and the number of its places that are requested. */
export interface WindowMessage {
  readonly name: string;
  readonly limit: number;
  readonly count: number;
}

/** Places of a minute that were granted at the same time. */
export interface Places {
  readonly name: string;
  readonly at: number;
  readonly count: number;
}

/** The part of a portal's budget that a replica holds. */
export interface ViewMessage {
  /** Requests in flight, and slots that it keeps without using them. */
  readonly slots: number;
  /** Pages of the second that it keeps without using them. */
  readonly share: number;
  /** Ages of the pages that were read. */
  readonly reads: readonly number[];
  /** Ages of the pages of requests in flight; negative for pages that are read later. */
  readonly flying: readonly number[];
}

/** The part of the budget that one waiting request needs. */
export interface WantMessage {
  /** Maximum number of pages that it reads. */
  readonly cost: number;
  /** Slots, pages and places of which it needs more than the replica holds. */
  readonly slots: number;
  readonly pages: number;
  readonly windows: readonly WindowMessage[];
}

export interface SyncMessage {
  readonly id: string;
  readonly portal: string;
  /** Sequence number of the last grant that the replica received. */
  readonly seen: number;
  /** Limits of the portal; absent is none. */
  readonly slots?: number;
  readonly rate?: number;
  readonly view: ViewMessage;
  /** Needs of the next requests in its queue. */
  readonly wants: readonly WantMessage[];
  /** Number of callers with waiting requests. */
  readonly weight: number;
  /** Places that were not used. */
  readonly back: readonly Places[];
  /** Places that are requested in advance. */
  readonly ahead: readonly WindowMessage[];
  /** Pause that the portal asked for, and the age of the request that it throttled. */
  readonly throttled?: { readonly pause: number; readonly age: number };
  /** Calls a second that the portal reports as its limit. */
  readonly maxRate?: number;
  /** Pauses of a minute's requests that the upstream asked for. */
  readonly pauses: readonly { readonly name: string; readonly ms: number }[];
  /** Limits of a minute that the upstream reported. */
  readonly windowLimits: readonly { readonly name: string; readonly limit: number }[];
}

export interface Grant {
  readonly seq: number;
  readonly at: number;
  /** True if no request waits for it: it is returned when another replica needs it. */
  readonly isLent?: boolean;
  readonly slots: number;
  /** When each page may be read. */
  readonly pages: readonly number[];
  readonly places: readonly Places[];
}

/** Pushed to a replica, and the common part of replies. */
export interface PushMessage {
  readonly portal: string;
  readonly now: number;
  /** All grants that the replica has not received yet. */
  readonly grants: readonly Grant[];
  /** True if another replica waits for a part of the budget that this one may not need. */
  readonly contended: boolean;
}

export interface SyncReply extends PushMessage {
  /** Time after which the next request may be granted; undefined if it is not known. */
  readonly retry: number | undefined;
  /** Time until each of these minutes has a free place. */
  readonly blocked: Readonly<Record<string, number>>;
  /** Number of callers that wait at other replicas. */
  readonly others: number;
}

/** Decodes a pushed message. Lua encodes an empty list as `{}`. */
export function decodePush(text: string): PushMessage {
  return normal(JSON.parse(text) as PushMessage);
}

/** Decodes the reply of the script. */
export function decodeReply(text: string): SyncReply {
  const reply = JSON.parse(text) as SyncReply;
  return { ...reply, ...normal(reply), blocked: Array.isArray(reply.blocked) ? {} : reply.blocked };
}

function normal(message: PushMessage): PushMessage {
  const grants = listOf(message.grants).map((grant) => ({
    ...grant,
    pages: listOf(grant.pages),
    places: listOf(grant.places),
  }));
  return { ...message, grants };
}

function listOf<T>(list: readonly T[]): readonly T[] {
  return Array.isArray(list) ? list : [];
}

// The messages between a replica and the script sync.lua. All times are in milliseconds; Redis' clock alone is used for
// points in time, so that the replicas' clocks may differ.

/** A key's minute, and how many of its places are asked for. */
export interface WindowMessage {
  readonly name: string;
  readonly limit: number;
  readonly count: number;
}

/** Places of a minute that were given at a time. */
export interface Places {
  readonly name: string;
  readonly at: number;
  readonly count: number;
}

/** The part of a portal's budget that a replica has. */
export interface ViewMessage {
  /** Requests that it has in flight or keeps room for. */
  readonly slots: number;
  /** Pages of the second that it keeps without using them. */
  readonly share: number;
  /** Ages of the pages that were read. */
  readonly reads: readonly number[];
  /** The same for requests in flight; below 0 where a page is read later. */
  readonly flying: readonly number[];
}

/** The part that a replica wants for one waiting request. */
export interface WantMessage {
  /** Pages that it reads at most. */
  readonly cost: number;
  /** The part of all that it takes that the replica does not hold yet. */
  readonly slots: number;
  readonly pages: number;
  readonly windows: readonly WindowMessage[];
}

export interface SyncMessage {
  readonly id: string;
  readonly portal: string;
  /** Number of the last grant that the replica knows of. */
  readonly seen: number;
  /** Limits of the portal; absent is none. */
  readonly slots?: number;
  readonly rate?: number;
  readonly view: ViewMessage;
  /** For the next requests in its queue. */
  readonly wants: readonly WantMessage[];
  /** Number of callers that wait. */
  readonly weight: number;
  /** Places that were not used. */
  readonly back: readonly Places[];
  /** Places that are asked for in advance. */
  readonly ahead: readonly WindowMessage[];
  readonly throttled?: { readonly pause: number; readonly age: number };
  /** Rate that the portal itself names. */
  readonly learned?: number;
  readonly pauses: readonly { readonly name: string; readonly ms: number }[];
  readonly told: readonly { readonly name: string; readonly limit: number }[];
}

export interface Grant {
  readonly seq: number;
  readonly at: number;
  /** True for what no request waits for: it is given back when another replica needs it. */
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
  /** All grants that the replica does not know of yet. */
  readonly grants: readonly Grant[];
  /** True if another replica waits for what this one may not need. */
  readonly contended: boolean;
}

export interface SyncReply extends PushMessage {
  /** Time after which to ask again, where that is known. */
  readonly retry: number | undefined;
  /** Time until each minute has a free place. */
  readonly blocked: Readonly<Record<string, number>>;
  /** Number of callers that wait at other replicas. */
  readonly others: number;
}

/** Decodes a message of the script. Lua has one empty table for lists and objects. */
export function decodePush(text: string): PushMessage {
  return normal(JSON.parse(text) as PushMessage);
}

/** Decodes a reply of the script. */
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

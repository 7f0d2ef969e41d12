import type { SharedNeed, SharedPortal, SharedPortalOptions } from '@contacts/core';
import type { Link } from '../redis/link.ts';
import { FallbackShare } from './fallback-share.ts';
import { Holdings } from './holdings.ts';
import type { PushMessage, SyncMessage, SyncReply } from './messages.ts';
import { RecentUse } from './recent-use.ts';

/** Runs the script for one portal. */
export type Sync = (message: SyncMessage) => Promise<SyncReply>;

/** A lease in use is renewed when its last sync is this old, in milliseconds; checked twice in that time. */
const RENEW_MS = 800;
/** Maximum time between two syncs of a replica that waits, in milliseconds: a message to it may be lost. */
const POLL_MS = 1000;

type Reports = Pick<SyncMessage, 'throttled' | 'learned'> & {
  readonly pauses: SyncMessage['pauses'][number][];
  readonly told: SyncMessage['told'][number][];
};

export interface LeaseOptions extends SharedPortalOptions {
  readonly link: Link;
  readonly sync: Sync;
  /** Called when the lease begins to be used, and when it is not used any more. */
  readonly onUse: (isUsed: boolean) => void;
}

/**
 * The budget of one portal as one replica has it. While no other replica needs it, the replica keeps a lease on it, and
 * asks Redis once a second. Otherwise it asks once for each request, and gives back what the request does not need.
 */
export class Lease implements SharedPortal {
  readonly #options: LeaseOptions;
  readonly #fallback: FallbackShare;
  readonly #holdings = new Holdings();
  readonly #blockedUntil = new Map<string, number>();
  readonly #recentUse = new RecentUse();
  #reports: Reports = { pauses: [], told: [] };
  #wants: readonly SharedNeed[] = [];
  #callers = 0;
  /** Number of wants that Redis knows of and has not met. */
  #registered = 0;
  #seen = 0;
  #isContended = false;
  #usedAt = 0;
  #syncedAt = 0;
  #isSyncing = false;
  #isDue = false;
  #timer: NodeJS.Timeout | undefined;
  #pollTimer: NodeJS.Timeout | undefined;
  /** Number of callers that wait at other replicas. */
  #others = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#fallback = new FallbackShare(options);
  }

  get part(): number {
    const { link } = this.#options;
    if (link.state !== 'up') return 1 / link.replicas;
    const callers = Math.max(1, this.#callers);
    return callers / (callers + this.#others);
  }

  delay(need: SharedNeed): number {
    const { link, perSecond, usage } = this.#options;
    if (link.state !== 'up') return this.#fallback.delay(need, usage(), link.replicas);
    const now = performance.now();
    const blockedMs = Math.max(0, ...need.windows.map(({ name }) => (this.#blockedUntil.get(name) ?? 0) - now));
    return blockedMs > 0 ? blockedMs : this.#holdings.delay(need, usage(), Number.isFinite(perSecond));
  }

  take(need: SharedNeed): void {
    const { link, onUse } = this.#options;
    this.#usedAt = performance.now();
    if (link.state === 'up') {
      this.#holdings.take(need);
      this.#recentUse.count(need);
    } else {
      this.#fallback.take(need, link.replicas);
    }
    if (this.#timer) return;
    onUse(true);
    this.#timer = setInterval(() => this.#renew(), RENEW_MS / 2).unref();
  }

  release(need: SharedNeed, { unused }: { readonly unused: boolean }): void {
    const { link } = this.#options;
    this.#usedAt = performance.now();
    if (link.state !== 'up') return this.#fallback.release(link.replicas);
    if (unused) this.#holdings.giveBack(need);
    // The wants that Redis knows of may be met by this release.
    this.#registered = 0;
    if (this.#isContended) this.#syncSoon();
  }

  want(needs: readonly SharedNeed[], callers: number): void {
    this.#wants = needs;
    this.#callers = callers;
    const { link, usage, onUse } = this.#options;
    if (link.state !== 'up') return;
    if (needs.length > 0) {
      // A want that Redis knows of is met by a message; the others go with the next report of a request's end.
      if (this.#registered === 0) this.#syncSoon();
    } else if (this.#isContended && this.#holdings.hasIdle(usage(), callers > 0)) {
      this.#syncSoon();
    } else if (!this.#timer && callers === 0) {
      onUse(false);
    }
  }

  throttled(pause: number, sentMsAgo: number): void {
    this.#report({ throttled: { pause: Math.round(pause), age: Math.round(sentMsAgo) } });
  }

  learned(perSecond: number): void {
    this.#report({ learned: perSecond });
  }

  pauseWindow(name: string, forMs: number): void {
    this.#reports.pauses.push({ name, ms: Math.round(forMs) });
    this.#report({});
  }

  learnedWindow(name: string, limit: number): void {
    this.#reports.told.push({ name, limit });
    this.#report({});
  }

  /** Called with a message that other replicas' calls of the script cause. */
  pushed(message: PushMessage): void {
    if (this.#options.link.state !== 'up') return;
    const wasContended = this.#isContended;
    this.#apply(message, performance.now());
    if (
      !wasContended &&
      this.#isContended &&
      !this.#isSyncing &&
      this.#holdings.hasIdle(this.#options.usage(), this.#callers > 0)
    ) {
      this.#syncSoon();
    }
  }

  /** Called when Redis goes or comes back: waiting requests go on with the fallback's share, or with the lease. */
  linkChanged(): void {
    this.#registered = 0;
    clearTimeout(this.#pollTimer);
    // The other replicas have to know of what is in flight here before they share the whole budget again.
    if (this.#options.link.state !== 'down') this.#syncSoon();
    this.#options.onChange();
  }

  /** Gives back all that is not in use, when the replica ends. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    clearTimeout(this.#pollTimer);
    this.#isContended = true;
    this.#wants = [];
    this.#callers = 0;
    if (this.#options.link.state === 'up') await this.#options.sync(this.#message()).catch(() => undefined);
  }

  #report(report: Pick<SyncMessage, 'throttled' | 'learned'>): void {
    this.#reports = { ...this.#reports, ...report };
    this.#syncSoon();
  }

  /** Joins all changes within one iteration of the event loop, such as the end of a request and the want of the next one. */
  #syncSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => void this.#sync());
  }

  async #sync(): Promise<void> {
    const { link, sync, onChange } = this.#options;
    if (this.#isSyncing) return;
    if (link.state === 'down') {
      this.#isDue = false;
      return;
    }
    this.#isSyncing = true;
    this.#isDue = false;
    clearTimeout(this.#pollTimer);
    const message = this.#message();
    this.#registered = message.wants.length;
    const sentAt = performance.now();
    this.#syncedAt = sentAt;
    try {
      const reply = await sync(message);
      this.#holdings.renew(sentAt);
      this.#apply(reply, sentAt);
      this.#others = reply.others;
      for (const [name, ms] of Object.entries(reply.blocked)) this.#blockedUntil.set(name, performance.now() + ms);
      if (this.#registered > 0) this.#poll(reply.retry);
    } catch {
      // The link is down: `linkChanged` says so.
      this.#registered = 0;
    }
    this.#isSyncing = false;
    if (this.#isDue) void this.#sync();
    onChange();
  }

  #apply({ grants, now: redisNow, contended }: PushMessage, sentAt: number): void {
    this.#isContended = contended;
    const receivedAt = performance.now();
    const fresh = grants.filter(({ seq }) => seq > this.#seen);
    for (const grant of fresh) {
      this.#seen = Math.max(this.#seen, grant.seq);
      this.#holdings.add(grant, Math.min(sentAt, receivedAt - (redisNow - grant.at)), redisNow, receivedAt);
    }
    const met = fresh.filter(({ isLent }) => !isLent).length;
    this.#registered = Math.max(0, this.#registered - met);
    if (this.#registered === 0) clearTimeout(this.#pollTimer);
    if (fresh.length > 0) this.#options.onChange();
  }

  #message(): SyncMessage {
    const { link, name, concurrency, perSecond, usage } = this.#options;
    const keeps = this.#isContended ? (this.#callers > 0 ? 'scheduled' : 'used') : 'all';
    const used = usage();
    // First: what it gives back is lacking then.
    const view = this.#holdings.view(used, keeps);
    const wants = this.#holdings.lacking(this.#wants, used, Number.isFinite(perSecond));
    const ahead = this.#isContended ? [] : this.#recentUse.ahead((window) => this.#holdings.placesOf(window));
    const { pauses, told, ...reports } = this.#reports;
    this.#reports = { pauses: [], told: [] };
    return {
      id: link.id,
      portal: name,
      seen: this.#seen,
      ...(Number.isFinite(concurrency) ? { slots: concurrency } : {}),
      ...(Number.isFinite(perSecond) ? { rate: perSecond } : {}),
      wants: link.state === 'up' ? wants : [],
      weight: Math.max(1, this.#callers),
      view,
      back: this.#holdings.takeUnused(keeps === 'used'),
      ahead,
      pauses,
      told,
      ...reports,
    };
  }

  #renew(): void {
    const { usage, onUse, link } = this.#options;
    const now = performance.now();
    const isUsed = usage().inFlight > 0 || now - this.#usedAt < 1000;
    if (isUsed && link.state !== 'down' && now - this.#syncedAt > RENEW_MS) return this.#syncSoon();
    if (isUsed || this.#callers > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // Otherwise others could not use it until it ends.
    if (this.#holdings.hasIdle(usage(), false)) {
      this.#isContended = true;
      this.#syncSoon();
    }
    onUse(false);
  }

  #poll(retry: number | undefined): void {
    clearTimeout(this.#pollTimer);
    this.#pollTimer = setTimeout(() => this.#syncSoon(), Math.max(1, Math.min(POLL_MS, retry ?? POLL_MS)));
    this.#pollTimer.unref();
  }
}

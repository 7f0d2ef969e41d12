import type { SharedNeed, SharedPortal, SharedPortalOptions } from '@contacts/core';
import type { Link } from '../redis/link.ts';
import { BlockedWindows } from './blocked-windows.ts';
import { FallbackShare } from './fallback-share.ts';
import { Holdings } from './holdings.ts';
import type { PushMessage, SyncMessage, SyncReply } from './messages.ts';
import { PendingReports } from './pending-reports.ts';
import { RecentUse } from './recent-use.ts';
import { SyncSchedule } from './sync-schedule.ts';

/** Runs the script for one portal. */
export type Sync = (message: SyncMessage) => Promise<SyncReply>;

/** Age of the last sync at which a lease in use is renewed, in milliseconds; checked twice in that time. */
const RENEW_MS = 800;
/** Maximum time between two syncs while requests wait, in milliseconds: a message to this replica may be lost. */
const POLL_MS = 1000;

export interface LeaseOptions extends SharedPortalOptions {
  readonly link: Link;
  readonly sync: Sync;
  /** Called when the lease begins to be used, and when it is not used any more. */
  readonly onUse: (isUsed: boolean) => void;
}

/**
 * The budget of one portal, as seen by one replica. While no other replica needs it, the replica keeps a lease on all of it
 * and renews that about once a second. Otherwise it asks Redis once for each request, and returns what the request does not use.
 */
export class Lease implements SharedPortal {
  readonly #options: LeaseOptions;
  readonly #fallback: FallbackShare;
  readonly #holdings = new Holdings();
  readonly #blocked = new BlockedWindows();
  readonly #recentUse = new RecentUse();
  readonly #reports = new PendingReports();
  readonly #schedule: SyncSchedule;
  #wants: readonly SharedNeed[] = [];
  #callers = 0;
  /** Number of wants that were sent to Redis and not granted yet. */
  #registered = 0;
  #seen = 0;
  #isContended = false;
  #usedAt = 0;
  #syncedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Number of callers that wait at other replicas. */
  #others = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
    this.#fallback = new FallbackShare(options);
    this.#schedule = new SyncSchedule({
      run: () => this.#sync(),
      isPossible: () => options.link.state !== 'down',
      onDone: options.onChange,
    });
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
    const blockedMs = this.#blocked.delay(need);
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
    // This release may be enough to grant the wants that were sent.
    this.#registered = 0;
    if (this.#isContended) this.#schedule.soon();
  }

  want(needs: readonly SharedNeed[], callers: number): void {
    this.#wants = needs;
    this.#callers = callers;
    const { link, usage, onUse } = this.#options;
    if (link.state !== 'up') return;
    if (needs.length > 0) {
      // The wants that were sent are granted by a message; the others are sent when a request ends.
      if (this.#registered === 0) this.#schedule.soon();
    } else if (this.#isContended && this.#holdings.hasIdle(usage(), callers > 0)) {
      this.#schedule.soon();
    } else if (!this.#timer && callers === 0) {
      onUse(false);
    }
  }

  throttled(pause: number, sentMsAgo: number): void {
    this.#reports.add({ throttled: { pause: Math.round(pause), age: Math.round(sentMsAgo) } });
    this.#schedule.soon();
  }

  learned(perSecond: number): void {
    this.#reports.add({ maxRate: perSecond });
    this.#schedule.soon();
  }

  pauseWindow(name: string, forMs: number): void {
    this.#reports.addPause(name, Math.round(forMs));
    this.#schedule.soon();
  }

  learnedWindow(name: string, limit: number): void {
    this.#reports.addWindowLimit(name, limit);
    this.#schedule.soon();
  }

  /** Called with a message that other replicas' calls of the script cause. */
  pushed(message: PushMessage): void {
    if (this.#options.link.state !== 'up') return;
    const wasContended = this.#isContended;
    this.#apply(message, performance.now());
    if (
      !wasContended &&
      this.#isContended &&
      !this.#schedule.isRunning &&
      this.#holdings.hasIdle(this.#options.usage(), this.#callers > 0)
    ) {
      this.#schedule.soon();
    }
  }

  /** Called when the link changes its state: waiting requests use the fallback's share while it is not up, and the lease again after that. */
  linkChanged(): void {
    this.#registered = 0;
    this.#schedule.cancelPoll();
    // The other replicas must know the requests in flight here before they share the whole budget again.
    if (this.#options.link.state !== 'down') this.#schedule.soon();
    this.#options.onChange();
  }

  /** Returns all that is not in use to the other replicas. Called when the process ends. */
  async leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#schedule.cancelPoll();
    this.#isContended = true;
    this.#wants = [];
    this.#callers = 0;
    if (this.#options.link.state === 'up') await this.#options.sync(this.#message()).catch(() => undefined);
  }

  async #sync(): Promise<void> {
    const { sync } = this.#options;
    const message = this.#message();
    this.#registered = message.wants.length;
    const sentAt = performance.now();
    this.#syncedAt = sentAt;
    try {
      const reply = await sync(message);
      this.#holdings.renew(sentAt);
      this.#apply(reply, sentAt);
      this.#others = reply.others;
      this.#blocked.set(reply.blocked);
      if (this.#registered > 0) this.#schedule.poll(Math.max(1, Math.min(POLL_MS, reply.retry ?? POLL_MS)));
    } catch {
      // The link is down, and calls `linkChanged`.
      this.#registered = 0;
    }
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
    if (this.#registered === 0) this.#schedule.cancelPoll();
    if (fresh.length > 0) this.#options.onChange();
  }

  #message(): SyncMessage {
    const { link, name, concurrency, perSecond, usage } = this.#options;
    const keeps = this.#isContended ? (this.#callers > 0 ? 'scheduled' : 'used') : 'all';
    const used = usage();
    // Before `lacking`: the view gives up holdings, which waiting requests lack then.
    const view = this.#holdings.view(used, keeps);
    const wants = this.#holdings.lacking(this.#wants, used, Number.isFinite(perSecond));
    const ahead = this.#isContended ? [] : this.#recentUse.ahead((window) => this.#holdings.placesOf(window));
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
      ...this.#reports.take(),
    };
  }

  #renew(): void {
    const { usage, onUse, link } = this.#options;
    const now = performance.now();
    const isUsed = usage().inFlight > 0 || now - this.#usedAt < 1000;
    if (isUsed && link.state !== 'down' && now - this.#syncedAt > RENEW_MS) return this.#schedule.soon();
    if (isUsed || this.#callers > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    // Otherwise other replicas could not use it until the lease ends.
    if (this.#holdings.hasIdle(usage(), false)) {
      this.#isContended = true;
      this.#schedule.soon();
    }
    onUse(false);
  }
}

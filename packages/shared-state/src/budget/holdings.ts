import type { PortalUsage, SharedNeed } from '@contacts/core';
import type { Grant, Places, ViewMessage, WantMessage } from './messages.ts';

/** Time for which a lease may be used after the message that renews it. Redis keeps it for 3 s, so that two leases never overlap. */
export const USABLE_MS = 1750;
/** Time for which a place of a minute may be kept before it is used. */
const PLACE_MS = 1000;

interface HeldPlaces extends Places {
  readonly until: number;
}

/** A grant that is held now and may be used from its first time on. */
interface Scheduled {
  readonly slots: number;
  /** Times at which the pages may be read, ascending. */
  readonly pages: readonly number[];
}

interface Counts {
  readonly flying: number;
  /** Pages that use a part of the holdings. */
  readonly used: number;
}

/** The part of a portal's budget that a replica holds: room for requests, for pages of a second, and for places of minutes. */
export class Holdings {
  /** Requests that may be in flight. */
  #slots = 0;
  /** Pages that may be read within a second, without those that were reported to Redis one by one. */
  #pages = 0;
  /** Time of the last report to Redis of the single pages that were read. */
  #reportedAt = Number.NEGATIVE_INFINITY;
  #places: HeldPlaces[] = [];
  #scheduled: Scheduled[] = [];
  #until = 0;

  /** True while the lease may be used. */
  get isValid(): boolean {
    return performance.now() < this.#until;
  }

  renew(sentAt: number): void {
    this.#until = Math.max(this.#until, sentAt + USABLE_MS);
  }

  add({ slots, pages, places }: Grant, grantedAt: number, redisNow: number, receivedAt: number): void {
    this.#slots += slots;
    this.#pages += pages.length;
    for (const given of places) this.#places.push({ ...given, until: receivedAt + PLACE_MS });
    const [first = 0] = pages;
    if (first > redisNow) this.#scheduled.push({ slots, pages: pages.map((at) => receivedAt + at - redisNow) });
    this.renew(grantedAt);
  }

  /** Returns the milliseconds until a request may begin; `Infinity` if the holdings are not enough for it. */
  delay({ cost, windows }: SharedNeed, usage: PortalUsage, isPaced: boolean): number {
    const now = performance.now();
    if (now >= this.#until) return Number.POSITIVE_INFINITY;
    let slots = this.#slots - usage.inFlight;
    let pages = isPaced ? this.#pages - this.#count(usage).used : cost;
    if (slots < 1 || pages < cost || !windows.every((window) => this.#hasPlace(window, now))) {
      return Number.POSITIVE_INFINITY;
    }
    // Subtracts scheduled grants, the latest first, until the rest is not enough: the request waits for the last one subtracted.
    let delayMs = 0;
    for (const later of this.#later(now).toSorted((a, b) => startOf(b) - startOf(a))) {
      slots -= later.slots;
      pages -= isPaced ? later.pages.length : 0;
      if (slots >= 1 && pages >= cost) continue;
      delayMs = startOf(later) - now;
      break;
    }
    return delayMs;
  }

  /** Returns the needs of waiting requests beyond the holdings. */
  lacking(needs: readonly SharedNeed[], usage: PortalUsage, isPaced: boolean): readonly WantMessage[] {
    const now = performance.now();
    const later = this.#later(now);
    let idleSlots = this.isValid ? this.#slots - usage.inFlight - slotsOf(later) : 0;
    let idlePages = this.isValid ? this.#pages - this.#count(usage).used - pagesOf(later).length : 0;
    return needs.map(({ cost, windows }) => {
      const slots = idleSlots > 0 ? 0 : 1;
      const pages = isPaced ? Math.max(0, cost - Math.max(0, idlePages)) : 0;
      idleSlots -= 1;
      idlePages -= cost;
      const lackingWindows = windows.filter((window) => !this.#hasPlace(window, now));
      return {
        cost,
        slots,
        pages,
        windows: lackingWindows.map(({ name, configured }) => ({ name, limit: configured, count: 1 })),
      };
    });
  }

  /** Returns the number of places of a minute that may be used. */
  placesOf(name: string): number {
    const now = performance.now();
    return this.#places.reduce((sum, held) => (held.name === name && held.until > now ? sum + held.count : sum), 0);
  }

  take({ windows }: SharedNeed): void {
    const now = performance.now();
    this.#scheduled = this.#later(now);
    for (const { name } of windows) this.#move(name, -1, now);
  }

  /** Returns the place of a request that the upstream does not count. */
  giveBack({ windows }: SharedNeed): void {
    for (const { name } of windows) this.#move(name, 1, performance.now());
  }

  /** Returns true if another replica could use a part of the holdings; `keepsScheduled` excludes grants for waiting requests. */
  hasIdle(usage: PortalUsage, keepsScheduled: boolean): boolean {
    if (!this.isValid) return false;
    const scheduled = keepsScheduled ? this.#later(performance.now()) : [];
    const idleSlots = this.#slots - usage.inFlight - slotsOf(scheduled);
    const idlePages = this.#pages - this.#count(usage).used - pagesOf(scheduled).length;
    return idleSlots > 0 || idlePages > 0 || (!keepsScheduled && this.#places.some(({ count }) => count > 0));
  }

  /** Removes and returns the places whose time is over; with `all`, every unused place. */
  takeUnused(all: boolean): readonly Places[] {
    const now = performance.now();
    const returned = this.#places.filter(({ until, count }) => count > 0 && (all || until <= now));
    this.#places = all ? [] : this.#places.filter(({ until, count }) => count > 0 && until > now);
    return returned.map(({ name, at, count }) => ({ name, at, count }));
  }

  /**
   * Returns the holdings as Redis counts them, and gives up those that are not kept.
   * @param keeps `all` holdings, those in use and `scheduled`, or only those that are `used`
   */
  view(usage: PortalUsage, keeps: 'all' | 'scheduled' | 'used'): ViewMessage {
    const now = performance.now();
    const { flying } = this.#count(usage);
    const { pageAges: ages } = usage;
    const isKept = keeps === 'all' && this.isValid;
    this.#scheduled = keeps !== 'used' && this.isValid ? this.#later(now) : [];
    const later = isKept ? [] : pagesOf(this.#scheduled).map((at) => Math.round(now - at));
    if (!isKept) {
      this.#slots = usage.inFlight + slotsOf(this.#scheduled);
      this.#pages = flying + later.length;
      this.#reportedAt = now;
    }
    this.#slots = Math.max(this.#slots, usage.inFlight);
    this.#pages = Math.max(this.#pages, flying);
    return {
      slots: this.#slots,
      share: isKept ? this.#pages - flying : 0,
      // Rounded down: a page counts up to 1 ms longer rather than shorter.
      reads: ages.filter((age) => age > 0 && now - age <= this.#reportedAt).map(Math.floor),
      flying: [...ages.filter((age) => age <= 0).map(Math.floor), ...later],
    };
  }

  #later(now: number): Scheduled[] {
    return this.#scheduled.filter((scheduled) => startOf(scheduled) > now);
  }

  #count({ pageAges }: PortalUsage): Counts {
    const now = performance.now();
    let flying = 0;
    let used = 0;
    for (const age of pageAges) {
      if (age <= 0) flying += 1;
      if (age <= 0 || now - age > this.#reportedAt) used += 1;
    }
    return { flying, used };
  }

  #hasPlace({ name, configured }: SharedNeed['windows'][number], now: number): boolean {
    if (!Number.isFinite(configured)) return true;
    return this.#places.some((held) => held.name === name && held.count > 0 && held.until > now);
  }

  #move(name: string, by: number, now: number): void {
    const index = this.#places.findIndex((held) => held.name === name && held.until > now && held.count + by >= 0);
    const held = this.#places[index];
    if (held) this.#places[index] = { ...held, count: held.count + by };
  }
}

function startOf({ pages: [first = 0] }: Scheduled): number {
  return first;
}

function slotsOf(scheduled: readonly Scheduled[]): number {
  return scheduled.reduce((sum, { slots }) => sum + slots, 0);
}

function pagesOf(scheduled: readonly Scheduled[]): readonly number[] {
  return scheduled.flatMap(({ pages }) => pages);
}

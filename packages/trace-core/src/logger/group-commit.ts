import { setImmediate } from "node:timers/promises";

import { joinBatches, sizeOf, type PreparedBatch } from "../adapter/prepare-batch.js";
import { CacheTransactionError, StoreClosedError } from "../errors/store-errors.js";
import { UnknownReferenceError } from "../errors/unknown-reference-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";
import type { TraceStore } from "../trace-store.js";
import { blamedBatches } from "./blamed-batches.js";
import type { GroupCommitOptions, LoggerCounters } from "./group-commit-options.js";
import { LoggerCounts } from "./logger-counts.js";
import { sessionsOf } from "./batch-sessions.js";

/** A call that waits, or is under way. */
interface Member {
  /** Sessions that it is about: its place among the other calls about them is kept. */
  readonly sessions: readonly string[];
  /** Null for work of its own, which shares no transaction. */
  readonly batch: PreparedBatch | null;
  readonly records: number;
  readonly bytes: number;
  readonly queuedAt: number;
  /** Of work of its own. Never rejects. */
  readonly run: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Tells a caller what became of the call. */
type News = () => void;

/** What is under way: one transaction of several members, or work of its own. */
interface Flight {
  readonly sessions: ReadonlySet<string>;
  readonly isGroup: boolean;
  /** Settles when all of it has; never rejects. */
  readonly settled: Promise<void>;
}

/** From so many calls on, those that wait share two transactions rather than one. */
const WORTH_DIVIDING = 64;

/**
 * Puts calls that come at the same time into one transaction. A lone call goes at once: no timer waits for others, but
 * while a transaction is under way, the calls that come join the next one.
 *
 * Calls about one session commit in the order in which they came. Where the store can, the transaction of a later one is
 * worked on while an earlier one commits.
 */
export class GroupCommit {
  private readonly limits: Required<GroupCommitOptions>;
  private queue: Member[] = [];
  private readonly flights = new Set<Flight>();
  private readonly pending = new Set<Promise<unknown>>();
  private waiting: (() => void)[] = [];
  private isScheduled = false;
  /** Callers are told in the order in which their transactions settled. */
  private told: Promise<void> = Promise.resolve();
  private readonly counts = new LoggerCounts();

  constructor(
    private readonly store: Pick<TraceStore, "write" | "writeAfter">,
    options: GroupCommitOptions = {},
  ) {
    this.limits = {
      maxGroupRecords: options.maxGroupRecords ?? 10_000,
      maxGroupBytes: options.maxGroupBytes ?? 8 * 1024 * 1024,
      maxInFlight: options.maxInFlight ?? 2,
      maxQueuedRecords: options.maxQueuedRecords ?? 100_000,
      maxQueuedBytes: options.maxQueuedBytes ?? 64 * 1024 * 1024,
    };
  }

  get counters(): LoggerCounters {
    const inFlight = [...this.flights].filter((it) => it.isGroup).length;
    return { queued: this.queue.length, inFlight, ...this.counts.snapshot };
  }

  /** Writes the batch, in a transaction that others may share. Resolves when it is committed. */
  write(batch: PreparedBatch): Promise<void> {
    // The store is not asked for what it would not do, and an end is told apart by the state that it finds.
    if (batch.sessionEnds.length > 0) return this.alone(sessionsOf(batch), () => this.store.write(batch));
    return this.track(
      new Promise((resolve, reject) => {
        const { records, bytes } = sizeOf(batch);
        const sessions = sessionsOf(batch);
        const queuedAt = performance.now();
        const run = (): Promise<void> => Promise.resolve();
        const member = { sessions, batch, records, bytes, queuedAt, run, resolve, reject };
        this.counts.queued(member);
        this.enqueue(member);
      }),
    );
  }

  /** Runs work about sessions in its turn, in no transaction with others. */
  alone<T>(sessions: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.track(
      new Promise<T>((resolve, reject) => {
        this.enqueue({
          sessions,
          batch: null,
          records: 0,
          bytes: 0,
          queuedAt: performance.now(),
          run: () => work().then(resolve, reject),
          resolve: () => undefined,
          reject,
        });
      }),
    );
  }

  /** Resolves when all calls made so far have settled. */
  async flush(): Promise<void> {
    await Promise.allSettled([...this.pending]);
  }

  /** Resolves when there is room: who calls without awaiting each call awaits this now and then. */
  async ready(): Promise<void> {
    while (!this.hasRoom()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private hasRoom(): boolean {
    const { maxQueuedRecords, maxQueuedBytes } = this.limits;
    const { pendingRecords, pendingBytes } = this.counts.snapshot;
    return pendingRecords < maxQueuedRecords && pendingBytes < maxQueuedBytes;
  }

  private track<T>(call: Promise<T>): Promise<T> {
    this.pending.add(call);
    const forget = (): void => void this.pending.delete(call);
    call.then(forget, forget);
    return call;
  }

  private enqueue(member: Member): void {
    this.queue.push(member);
    this.schedule();
  }

  /** After what runs now: all that is called in one go comes together. */
  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.startWhatMay();
    });
  }

  private startWhatMay(): void {
    for (let group = this.next(); group.length > 0; group = this.next()) this.start(group);
  }

  /**
   * Starts all work of its own whose turn it is, and takes the members of the next transaction from the queue. None when
   * there is nothing, or enough is under way.
   */
  private next(): Member[] {
    const group: Member[] = [];
    const rest: Member[] = [];
    /** Sessions of which an earlier call stays in the queue. */
    const held = new Set<string>();
    const size = { records: 0, bytes: 0 };
    const inFlight = [...this.flights].filter((it) => it.isGroup).length;
    const mayBegin = inFlight < this.limits.maxInFlight;
    const most = inFlight === 0 ? this.firstShare() : Infinity;
    for (const member of this.queue) {
      const isHeld = member.sessions.some((it) => held.has(it));
      if (!isHeld && member.batch === null && this.isFree(member, group)) this.startAlone(member);
      else if (
        !isHeld &&
        member.batch !== null &&
        mayBegin &&
        group.length < most &&
        this.mayJoin(member, group, size)
      ) {
        group.push(member);
        size.records += member.records;
        size.bytes += member.bytes;
      } else {
        rest.push(member);
        for (const it of member.sessions) held.add(it);
      }
    }
    this.queue = rest;
    return group;
  }

  /**
   * How many of the calls that wait the first transaction takes: half of many, so that the store is at work on one half
   * while the callers of the other are told, and call again. Callers of one group come back all at once, and would leave
   * the store idle for as long as they take.
   */
  private firstShare(): number {
    const { length } = this.queue;
    const canOverlap = this.limits.maxInFlight > 1 && this.store.writeAfter !== undefined;
    return canOverlap && length >= WORTH_DIVIDING ? Math.ceil(length / 2) : length;
  }

  private isFree({ sessions }: Member, group: readonly Member[]): boolean {
    return (
      this.flightsOf(sessions).length === 0 &&
      !group.some((other) => other.sessions.some((it) => sessions.includes(it)))
    );
  }

  private mayJoin(
    { sessions, records, bytes }: Member,
    group: readonly Member[],
    size: { readonly records: number; readonly bytes: number },
  ): boolean {
    const { maxGroupRecords, maxGroupBytes } = this.limits;
    const fits = size.records + records <= maxGroupRecords && size.bytes + bytes <= maxGroupBytes;
    if (group.length > 0 && !fits) return false;
    const canFollow = this.store.writeAfter !== undefined;
    return this.flightsOf(sessions).every((it) => it.isGroup && canFollow);
  }

  private flightsOf(sessions: readonly string[]): Flight[] {
    return [...this.flights].filter((flight) => sessions.some((it) => flight.sessions.has(it)));
  }

  private startAlone({ sessions, run }: Member): void {
    this.launch(new Set(sessions), false, run(), []);
  }

  private start(group: readonly Member[]): void {
    const sessions = new Set(group.flatMap((it) => it.sessions));
    const earlier = this.flightsOf([...sessions]).map((it) => it.settled);
    this.counts.began(group);
    const news: News[] = [];
    this.launch(sessions, true, this.commit(group, earlier, news), news);
  }

  /**
   * @param settled never rejects
   * @param news tells those for whom it was done; complete when it has settled
   */
  private launch(
    sessions: ReadonlySet<string>,
    isGroup: boolean,
    settled: Promise<void>,
    news: readonly News[],
  ): void {
    const flight: Flight = { sessions, isGroup, settled };
    this.flights.add(flight);
    void settled.then(() => {
      this.flights.delete(flight);
      this.startWhatMay();
      const isStoreFirst = this.store.writeAfter === undefined && this.flights.size > 0;
      this.told = this.told.then(() => tellAll(news, isStoreFirst));
    });
  }

  /** Never rejects. When one of the members is at fault, the others are written without it. */
  private async commit(
    group: readonly Member[],
    earlier: readonly Promise<void>[],
    news: News[],
  ): Promise<void> {
    try {
      await this.writeGroup(group, earlier);
      for (const it of group) news.push(() => this.settle(it, it.resolve, "committed"));
    } catch (error) {
      if (group.length === 1 || !mayBeOneMembersFault(error)) {
        for (const it of group) news.push(() => this.settle(it, () => it.reject(error), "rejected"));
        return;
      }
      this.counts.divided();
      const rest = this.withoutBlamed(group, error, news);
      if (rest.length < group.length) {
        if (rest.length > 0) await this.commit(rest, earlier, news);
        return;
      }
      const half = Math.ceil(group.length / 2);
      await this.commit(group.slice(0, half), earlier, news);
      await this.commit(group.slice(half), [], news);
    }
  }

  /** Has all members told that refer to nothing, where the error says which: dividing would take long to find many. */
  private withoutBlamed(group: readonly Member[], error: unknown, news: News[]): readonly Member[] {
    const blamed = blamedBatches(
      group.flatMap((it) => it.batch ?? []),
      error,
    );
    return group.filter((member) => {
      const references = member.batch === null ? undefined : blamed.get(member.batch);
      if (references === undefined) return true;
      const refused = new UnknownReferenceError(references);
      news.push(() => this.settle(member, () => member.reject(refused), "rejected"));
      return false;
    });
  }

  private writeGroup(group: readonly Member[], earlier: readonly Promise<void>[]): Promise<void> {
    this.counts.wrote();
    const batch = joinBatches(group.flatMap((it) => it.batch ?? []));
    if (earlier.length === 0 || this.store.writeAfter === undefined) return this.store.write(batch);
    return this.store.writeAfter(batch, Promise.all(earlier));
  }

  private settle(member: Member, tell: () => void, how: "committed" | "rejected"): void {
    this.counts.settled(member, how);
    tell();
    if (this.waiting.length === 0 || !this.hasRoom()) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/**
 * Who is told comes back at once, and has the next batch checked, which may take long: a store that does one thing at a time
 * would not hear until then of what it is to do next.
 *
 * @param isStoreFirst whether such a store was just given something to do
 */
async function tellAll(news: readonly News[], isStoreFirst: boolean): Promise<void> {
  if (isStoreFirst && news.length > 0) await setImmediate();
  for (const tell of news) tell();
}

/** What the database refused at once may be about one record; what it refused time and again is not. */
function mayBeOneMembersFault(error: unknown): boolean {
  if (isWaymarkError(error, StoreClosedError.code)) return false;
  if (!isWaymarkError(error, CacheTransactionError.code)) return true;
  return error.details.attempts === 1 && error.details.commit === "rolled-back";
}

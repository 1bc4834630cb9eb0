import { setImmediate } from "node:timers/promises";

import { sizeOf, type PreparedBatch } from "../adapter/batch/prepare-batch.js";
import type { TraceStore } from "../trace-store.js";
import { sessionsOf } from "./batch-sessions.js";
import type { GroupCommitOptions, LoggerCounters } from "./group-commit-options.js";
import { GroupWriter, type Verdict } from "./group-writer.js";
import { LoggerCounts } from "./logger-counts.js";

/** A batch that waits for a transaction, or is under way. */
interface Member {
  /** Sessions that it is about: its place among the other calls about them is kept. */
  readonly sessions: readonly string[];
  readonly batch: PreparedBatch;
  readonly records: number;
  readonly bytes: number;
  readonly queuedAt: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Work about sessions that shares no transaction. */
interface LoneWork {
  readonly sessions: readonly string[];
  /** Never rejects. */
  readonly run: () => Promise<void>;
}

/** What is under way: one transaction of several members, or work of its own. */
interface Flight {
  readonly sessions: ReadonlySet<string>;
  readonly isGroup: boolean;
  /** Settles when all of it has; never rejects. */
  readonly settled: Promise<readonly Verdict<Member>[]>;
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
  private queue: (Member | LoneWork)[] = [];
  private readonly flights = new Set<Flight>();
  private readonly pending = new Set<Promise<unknown>>();
  private waiting: (() => void)[] = [];
  private isScheduled = false;
  /** Callers are told in the order in which their transactions settled. */
  private told: Promise<void> = Promise.resolve();
  private readonly counts = new LoggerCounts();
  private readonly writer: GroupWriter;

  constructor(
    private readonly store: Pick<TraceStore, "write" | "writeAfter">,
    options: GroupCommitOptions = {},
  ) {
    this.writer = new GroupWriter(store, this.counts);
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
        const sessions = sessionsOf(batch);
        const queuedAt = performance.now();
        const member = { sessions, batch, ...sizeOf(batch), queuedAt, resolve, reject };
        this.counts.queued(member);
        this.enqueue(member);
      }),
    );
  }

  /** Runs work about sessions in its turn, in no transaction with others. */
  alone<T>(sessions: readonly string[], work: () => Promise<T>): Promise<T> {
    return this.track(
      new Promise<T>((resolve, reject) => {
        this.enqueue({ sessions, run: () => work().then(resolve, reject) });
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

  private enqueue(call: Member | LoneWork): void {
    this.queue.push(call);
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
    const rest: (Member | LoneWork)[] = [];
    /** Sessions of which an earlier call stays in the queue. */
    const held = new Set<string>();
    const size = { records: 0, bytes: 0 };
    const inFlight = [...this.flights].filter((it) => it.isGroup).length;
    const mayBegin = inFlight < this.limits.maxInFlight;
    const most = inFlight === 0 ? this.firstShare() : Infinity;
    for (const call of this.queue) {
      const isHeld = call.sessions.some((it) => held.has(it));
      if (!isHeld && !("batch" in call) && this.isFree(call, group)) this.startAlone(call);
      else if (
        !isHeld &&
        "batch" in call &&
        mayBegin &&
        group.length < most &&
        this.mayJoin(call, group, size)
      ) {
        group.push(call);
        size.records += call.records;
        size.bytes += call.bytes;
      } else {
        rest.push(call);
        for (const it of call.sessions) held.add(it);
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

  private isFree({ sessions }: LoneWork, group: readonly Member[]): boolean {
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

  private startAlone({ sessions, run }: LoneWork): void {
    this.launch({ sessions: new Set(sessions), isGroup: false, settled: run().then(() => []) });
  }

  private start(group: readonly Member[]): void {
    const sessions = new Set(group.flatMap((it) => it.sessions));
    const earlier = this.flightsOf([...sessions]).map((it) => it.settled);
    this.counts.began(group);
    this.launch({ sessions, isGroup: true, settled: this.writer.write(group, earlier) });
  }

  private launch(flight: Flight): void {
    this.flights.add(flight);
    void flight.settled.then((verdicts) => {
      this.flights.delete(flight);
      this.startWhatMay();
      const isStoreFirst = this.store.writeAfter === undefined && this.flights.size > 0;
      this.told = this.told.then(() => this.tell(verdicts, isStoreFirst));
    });
  }

  /**
   * Who is told comes back at once, and has the next batch checked, which may take long: a store that does one thing at a
   * time would not hear until then of what it is to do next.
   *
   * @param isStoreFirst whether such a store was just given something to do
   */
  private async tell(verdicts: readonly Verdict<Member>[], isStoreFirst: boolean): Promise<void> {
    if (isStoreFirst && verdicts.length > 0) await setImmediate();
    for (const verdict of verdicts) {
      const { member } = verdict;
      this.counts.settled(member, verdict.isCommitted ? "committed" : "rejected");
      if (verdict.isCommitted) member.resolve();
      else member.reject(verdict.error);
      this.letIn();
    }
  }

  /** Lets those go on who wait for room, once there is some. */
  private letIn(): void {
    if (this.waiting.length === 0 || !this.hasRoom()) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

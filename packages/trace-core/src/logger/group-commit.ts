import { setImmediate } from "node:timers/promises";

import { sizeOf, type PreparedBatch } from "../adapter/batch/prepare-batch.js";
import type { TraceStore } from "../trace-store.js";
import { sessionsOf } from "./batch-sessions.js";
import type { GroupCommitOptions, LoggerCounters } from "./group-commit-options.js";
import { GroupWriter, type Verdict } from "./group-writer.js";
import { LoggerCounts } from "./logger-counts.js";

/** A batch that waits for a transaction, or is being written. */
interface Member {
  /** Its sessions: calls about the same session keep their order. */
  readonly sessions: readonly string[];
  readonly batch: PreparedBatch;
  readonly records: number;
  readonly bytes: number;
  readonly queuedAt: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Work that does not share a transaction. */
interface LoneWork {
  readonly sessions: readonly string[];
  /** Never rejects. */
  readonly run: () => Promise<void>;
}

/** Work in progress: a transaction shared by several members, or lone work. */
interface Flight {
  readonly sessions: ReadonlySet<string>;
  readonly isGroup: boolean;
  /** Resolves when all of it has settled; never rejects. */
  readonly settled: Promise<readonly Verdict<Member>[]>;
}

/** From this many waiting calls on, they are divided between two transactions. */
const WORTH_DIVIDING = 64;

/**
 * Puts concurrent calls into one transaction. A lone call is written at once, without a timer that waits for others;
 * calls that arrive while a transaction is in progress join the next one.
 *
 * Calls about one session commit in the order in which they were made. If the store supports it, the transaction of a
 * later call is prepared while an earlier one commits.
 */
export class GroupCommit {
  private readonly limits: Required<GroupCommitOptions>;
  private queue: (Member | LoneWork)[] = [];
  private readonly flights = new Set<Flight>();
  private readonly pending = new Set<Promise<unknown>>();
  private waiting: (() => void)[] = [];
  private isScheduled = false;
  /** Chains the notification of callers, so that it happens in the order in which their transactions settled. */
  private told: Promise<void> = Promise.resolve();
  private readonly counts = new LoggerCounts();
  private readonly writer: GroupWriter;

  constructor(
    private readonly store: Pick<TraceStore, "write" | "writeAfter" | "retries">,
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
    return {
      queued: this.queue.length,
      inFlight,
      retried: this.store.retries ?? 0,
      ...this.counts.snapshot,
    };
  }

  /** Writes the batch, in a transaction that others may share. Resolves when it is committed. */
  write(batch: PreparedBatch): Promise<void> {
    // Alone, since the effect of an end depends on the state of the session that it finds.
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

  /** Runs work about these sessions in its turn, without sharing a transaction. */
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

  /** Resolves when the queue has room. Await it now and then if you make calls without awaiting each one. */
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

  /** Starts after the current synchronous code, so that all calls made in it are grouped. */
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
   * Starts all lone work whose turn it is, and removes the members of the next transaction from the queue. Returns none
   * if no call may be written now, or enough transactions are in progress.
   */
  private next(): Member[] {
    const group: Member[] = [];
    const rest: (Member | LoneWork)[] = [];
    /** Sessions with an earlier call that stays in the queue. */
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
   * How many of the waiting calls the first transaction takes. If there are many, half of them, so that the store works
   * on one half while the callers of the other half continue and make their next calls. If all were in one transaction,
   * the store would be idle meanwhile.
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
   * Settles the callers' promises. Callers usually make their next call immediately, whose validation may block the
   * event loop for a while. So if the store was just given its next work, it first gets a chance to begin.
   *
   * @param isStoreFirst whether the store handles one transaction at a time, and was just given one
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

  /** Releases the callers that wait in `ready()`, if there is room. */
  private letIn(): void {
    if (this.waiting.length === 0 || !this.hasRoom()) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

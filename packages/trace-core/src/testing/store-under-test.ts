import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import type { WaymarkError } from "../errors/waymark-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";
import type { TraceStore } from "../trace-store.js";
import type { Page } from "../trace-store-queries.js";

/** What the conformance kit needs for each test. */
export interface OpenedStore {
  /** A fresh, empty store. */
  readonly store: TraceStore;
  /** Opens another handle on the same data, with its own connection; absent if the store cannot have one. */
  readonly openSecond?: () => Promise<TraceStore>;
  /** Removes what `open` created, after all handles are closed. */
  readonly dispose?: () => Promise<void>;
}

export interface TraceStoreUnderTest {
  /** Name of the store, used in the names of the tests. */
  readonly name: string;
  /** Called before each test, or once before several tests that change nothing. */
  readonly open: () => Promise<OpenedStore>;
}

/** The store of the test that is running. */
export interface StoreContext {
  readonly store: TraceStore;
  /** Opens another handle, closed after the test; undefined if the store cannot have one. */
  readonly second: () => Promise<TraceStore | undefined>;
}

/** Opens a store before each test of the current suite, and closes it afterwards. */
export function openedForEachTest({ open }: TraceStoreUnderTest): StoreContext {
  let opened: OpenedStore | undefined;
  let others: TraceStore[] = [];
  beforeEach(async () => {
    opened = await open();
    others = [];
  });
  afterEach(async () => {
    for (const it of others) await it.close();
    await opened?.store.close();
    await opened?.dispose?.();
    opened = undefined;
  });
  return {
    get store() {
      if (opened === undefined) throw new Error("the store is there only while a test runs");
      return opened.store;
    },
    second: async () => {
      const other = await opened?.openSecond?.();
      if (other !== undefined) others.push(other);
      return other;
    },
  };
}

/** Opens one store for all tests of the current suite, which must change nothing, and closes it afterwards. */
export function openedOnce({ open }: TraceStoreUnderTest): Pick<StoreContext, "store"> {
  let opened: OpenedStore | undefined;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(async () => {
    await opened?.store.close();
    await opened?.dispose?.();
  });
  return {
    get store() {
      if (opened === undefined) throw new Error("the store is there only while a test runs");
      return opened.store;
    },
  };
}

/** Returns the error of a call that must fail with this code. */
export async function failure(call: Promise<unknown>, code: string): Promise<WaymarkError> {
  try {
    await call;
  } catch (error) {
    if (isWaymarkError(error, code)) return error;
    throw error;
  }
  throw new Error(`the call should have failed with ${code}`);
}

/** Returns all items of a list, reading it page by page. */
export async function walk<T>(
  list: (page: { limit: number; cursor?: string }) => Promise<Page<T>>,
  limit = 1_000,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await list(cursor === undefined ? { limit } : { limit, cursor });
    items.push(...page.items);
    if (page.nextCursor === undefined) return items;
    cursor = page.nextCursor;
  }
}

export const NO_RECORDS = {
  sessions: 0,
  pathExecutions: 0,
  mappings: 0,
  provenance: 0,
  outcomes: 0,
  metrics: 0,
} as const;

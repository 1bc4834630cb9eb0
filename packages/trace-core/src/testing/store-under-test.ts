import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import type { WaymarkError } from "../errors/waymark-error.js";
import { isWaymarkError } from "../errors/waymark-error.js";
import type { TraceStore } from "../trace-store.js";
import type { Page } from "../trace-store-queries.js";

/** What the conformance kit is given for each test. */
export interface OpenedStore {
  /** Fresh and empty. */
  readonly store: TraceStore;
  /** Another handle on the same data, with a connection of its own; absent where the store cannot have one. */
  readonly openSecond?: () => Promise<TraceStore>;
  /** Takes away what `open` made, after all handles are closed. */
  readonly dispose?: () => Promise<void>;
}

export interface TraceStoreUnderTest {
  /** Names the store in the tests' names. */
  readonly name: string;
  /** Called before each test, or before several that change nothing. */
  readonly open: () => Promise<OpenedStore>;
}

/** The store of the test that is running. */
export interface StoreContext {
  readonly store: TraceStore;
  /** Another handle, closed after the test; undefined where the store cannot have one. */
  readonly second: () => Promise<TraceStore | undefined>;
}

/** Opens a store before each test of the suite at hand, and closes it afterwards. */
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

/** Opens a store for all tests of the suite at hand, which change nothing, and closes it afterwards. */
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

/** The error of a call that has to fail with this code. */
export async function failure(call: Promise<unknown>, code: string): Promise<WaymarkError> {
  try {
    await call;
  } catch (error) {
    if (isWaymarkError(error, code)) return error;
    throw error;
  }
  throw new Error(`the call should have failed with ${code}`);
}

/** All items of a list, page by page. */
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

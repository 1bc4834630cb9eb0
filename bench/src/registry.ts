import { bulkVsCopy } from "./benchmarks/bulk-vs-copy.js";
import { bulkVsHeapText } from "./benchmarks/bulk-vs-heap-text.js";
import { bulkVsHeap } from "./benchmarks/bulk-vs-heap.js";
import { bulkVsOrm } from "./benchmarks/bulk-vs-orm.js";
import { cacheLookup } from "./benchmarks/cache-lookup.js";
import { flatExport } from "./benchmarks/flat-export.js";
import { flatMemory } from "./benchmarks/flat-memory.js";
import { groupCommit } from "./benchmarks/group-commit.js";
import { growthExplain } from "./benchmarks/growth-explain.js";
import { growthRead } from "./benchmarks/growth-read.js";
import { growthWrite } from "./benchmarks/growth-write.js";
import { loneCaller } from "./benchmarks/lone-caller.js";
import { mongoBulk } from "./benchmarks/mongo-bulk.js";
import { rerunVsFirst } from "./benchmarks/rerun-vs-first.js";
import { runVsWrite } from "./benchmarks/run-vs-write.js";
import { sqliteBulk } from "./benchmarks/sqlite-bulk.js";
import { sqliteOpen } from "./benchmarks/sqlite-open.js";
import { traceSize } from "./benchmarks/trace-size.js";
import type { Benchmark } from "./support/benchmark.js";

/** All benchmarks, in the order of the list; if the user names some, they run in the order given. */
export const BENCHMARKS: readonly Benchmark[] = [
  bulkVsCopy,
  bulkVsHeap,
  bulkVsHeapText,
  bulkVsOrm,
  rerunVsFirst,
  groupCommit,
  loneCaller,
  cacheLookup,
  runVsWrite,
  growthWrite,
  growthRead,
  growthExplain,
  flatMemory,
  flatExport,
  sqliteBulk,
  sqliteOpen,
  mongoBulk,
  traceSize,
];

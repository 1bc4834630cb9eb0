/**
 * Writes one run after another to the store at the given URL, and prints the session of each acknowledged one. A
 * second argument is the option `threadFrom`.
 */
import { batchOf, sampleRun } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../../src/index.js";

const [url = "", threadFrom = "Infinity"] = process.argv.slice(2);
const store = await openSqlTraceStore({ url, threadFrom: Number(threadFrom) });
for (;;) {
  const run = sampleRun(20);
  await store.write(batchOf(run));
  process.stdout.write(`${run.session.id}\n`);
}

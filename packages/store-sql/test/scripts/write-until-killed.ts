/** Writes one run after another to the store at the URL given, and prints the session of each that was acknowledged. */
import { batchOf, sampleRun } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../../src/index.js";

const store = await openSqlTraceStore({ url: process.argv[2] ?? "" });
for (;;) {
  const run = sampleRun(20);
  await store.write(batchOf(run));
  process.stdout.write(`${run.session.id}\n`);
}

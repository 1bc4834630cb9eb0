/** Opens the store at the given URL, writes one session, and prints how many there are. */
import { sampleSession } from "@waymark/trace-core/testing";

import { openSqlTraceStore } from "../../src/index.js";

const store = await openSqlTraceStore({ url: process.argv[2] ?? "" });
await store.write({ sessionStarts: [sampleSession()] });
process.stdout.write(`${String((await store.countRecords()).sessions)}\n`);
await store.close();

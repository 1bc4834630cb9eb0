// A separate process, so that its peak memory is that of one run: node flat-memory-run.js URL COUNT
import { MappingExecutor } from "@waymark/executor";
import { openSqlTraceStore } from "@waymark/store-sql";

import { RUN_SOURCE_TYPE, RUN_TARGET_TYPE, workedOutCatalog } from "./data/gene-catalog.js";
import { ensemblGene } from "./data/identifiers.js";

const [url = "", count = "0"] = process.argv.slice(2);
const TOLD_EVERY = 500_000;

function* identifiers(): Generator<string> {
  for (let i = 0; i < Number(count); i++) yield ensemblGene(i);
}

const store = await openSqlTraceStore({ url });
const begin = performance.now();
let mapped = 0;
const request = {
  sourceType: RUN_SOURCE_TYPE,
  targetType: RUN_TARGET_TYPE,
  identifiers: identifiers(),
};
for await (const { targets } of new MappingExecutor({ catalog: workedOutCatalog(), store }).streamMapping(
  request,
)) {
  mapped += targets.length;
  if (mapped % TOLD_EVERY === 0)
    process.stderr.write(`flat-memory: ${mapped} of ${count}, peak ${peakMb().toFixed(0)} MB\n`);
}
await store.close();
const seconds = (performance.now() - begin) / 1_000;
process.stdout.write(JSON.stringify({ mapped, seconds, peakMb: peakMb() }));

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

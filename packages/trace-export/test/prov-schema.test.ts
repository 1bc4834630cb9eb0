import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import * as draft04 from "ajv-draft-04";
import * as formats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { provJsonFormat } from "../src/index.js";
import { runExecutor } from "./support/executor-run.js";
import { batchOf, hostileTrace, textOf } from "./support/sample-trace.js";
import { findStandard, readJson } from "./support/test-data.js";

const folder = findStandard("prov");

describe.skipIf(folder === null)("According to the PROV-JSON schema", () => {
  it("the exports of runs, live and from the cache, and of hostile text are valid", async () => {
    const ajv = new draft04.default.default({ strict: false, allErrors: true });
    formats.default.default(ajv);
    const isValid = ajv.compile(await readJson(folder ?? "", "prov-json.schema.json"));
    const errorsOf = async (store: InMemoryTraceStore): Promise<unknown> =>
      isValid(JSON.parse(await textOf(provJsonFormat.write(store)))) ? [] : isValid.errors;
    const store = new InMemoryTraceStore();
    await runExecutor(store);
    await runExecutor(store);
    expect(await errorsOf(store)).toEqual([]);
    expect(await errorsOf(new InMemoryTraceStore())).toEqual([]);
    await fc.assert(
      fc.asyncProperty(hostileTrace, async (trace) => {
        const hostile = new InMemoryTraceStore();
        await hostile.write(batchOf(trace));
        expect(await errorsOf(hostile)).toEqual([]);
      }),
      { numRuns: 50 },
    );
    // The schema does refuse invalid documents.
    expect(isValid({ used: { "_:r1": { "prov:activity": "uuid:1" } } })).toBe(false);
  });
});

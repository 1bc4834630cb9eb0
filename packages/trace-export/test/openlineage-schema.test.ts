import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { MappingSessionStatus } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { samplePathExecution, sampleSession } from "@waymark/trace-core/testing";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";

import { openLineageFormat } from "../src/index.js";
import { runExecutor } from "./support/executor-run.js";
import { batchOf, hostileTrace, sampleTrace, textOf } from "./support/sample-trace.js";
import { findStandard, readJson } from "./support/test-data.js";

const found = findStandard("openlineage");
const folder = join(found ?? "", "spec");
const OWN_SCHEMAS = ["WaymarkSessionRunFacet", "WaymarkPathExecutionRunFacet"];

type Facets = Readonly<Record<string, { readonly _schemaURL: string }>>;
interface Dataset {
  readonly facets?: Facets;
  readonly inputFacets?: Facets;
  readonly outputFacets?: Facets;
}
interface Event {
  readonly eventType: string;
  readonly run: { readonly facets: Facets };
  readonly job: { readonly facets: Facets };
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

describe.skipIf(found === null)("According to the OpenLineage schemas", () => {
  let schemas: Schemas;
  beforeAll(async () => {
    schemas = await Schemas.read();
  });

  it("the events of sessions with every terminal status are valid, with all their facets", async () => {
    const store = new InMemoryTraceStore();
    await runExecutor(store);
    const resource = {
      ...{ name: "hgnc", release: "2024-10", contentHash: "a".repeat(64), title: "HGNC" },
      ...{ homepage: "https://www.genenames.org/ü", license: "CC0", citation: "Seal 2023" },
    };
    for (const status of [
      "running",
      "completed",
      "partial",
      "failed",
      "cancelled",
      "abandoned",
    ] as MappingSessionStatus[]) {
      const trace = sampleTrace({
        answers: [["a", ["x"]]],
        status,
        session: {
          resources: [resource],
          parameters: { asOf: null, n: 1, s: "x" },
          sourceEndpoint: "a study",
        },
      });
      const sessionEnds = trace.sessionEnds.map((it) => ({
        ...it,
        inputCount: 1,
        resultCount: 1,
        error: { code: "e", message: "why" },
      }));
      await store.write(batchOf({ ...trace, sessionEnds }));
    }
    const events = await schemas.checked(store);
    expect([...new Set(events.map((it) => it.eventType))].sort()).toEqual([
      "ABORT",
      "COMPLETE",
      "FAIL",
      "START",
    ]);
    expect([...schemas.seen].sort()).toEqual(
      [
        ...[
          "run:errorMessage",
          "run:executionParameters",
          "run:nominalTime",
          "run:parent",
          "run:processing_engine",
        ],
        ...[
          "run:tags",
          "run:waymark_pathExecution",
          "run:waymark_session",
          "job:documentation",
          "job:jobType",
        ],
        ...[
          "dataset:dataQualityMetrics",
          "dataset:dataSource",
          "dataset:documentation",
          "dataset:lifecycleStateChange",
        ],
        ...["dataset:schema", "dataset:symlinks", "dataset:tags", "dataset:version"],
        ...["input:inputStatistics", "output:outputStatistics"],
      ].sort(),
    );
  });

  it("the events of path executions with every status are valid", async () => {
    const store = new InMemoryTraceStore();
    const session = sampleSession();
    const statuses = [
      "success",
      "partial_success",
      "no_mapping_found",
      "failure",
      "timed_out",
      "cancelled",
      "skipped",
    ] as const;
    const error = { code: "timed-out", message: "It took too long" };
    await store.write({
      sessionStarts: [session],
      pathExecutions: statuses.map((status) => samplePathExecution(session.id, { status, error })),
    });
    expect(await schemas.checked(store)).toHaveLength(1 + 2 * statuses.length);
  });

  it("events with hostile text are valid", async () => {
    await fc.assert(
      fc.asyncProperty(hostileTrace, async (trace) => {
        const store = new InMemoryTraceStore();
        await store.write(batchOf(trace));
        await schemas.checked(store);
      }),
      { numRuns: 50 },
    );
  });

  it("the examples of the specification are valid, as this test reads them", async () => {
    for (const name of await readdir(join(folder, "tests"))) {
      if (name.endsWith(".json")) continue;
      const isValid = schemas.facetSchema(name);
      for (const file of await readdir(join(folder, "tests", name)))
        if (/^\d+\.json$/.test(file))
          expect([name, isValid(await readJson(folder, "tests", name, file)), isValid.errors]).toEqual([
            name,
            true,
            null,
          ]);
    }
  });
});

/** The schemas of events and facets; an event names the schema of each of its facets. */
class Schemas {
  /** Facets that were checked. */
  readonly seen = new Set<string>();
  private constructor(
    private readonly ajv: Ajv2020,
    private readonly isEvent: ValidateFunction,
  ) {}

  static async read(): Promise<Schemas> {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    formats.default.default(ajv);
    ajv.addSchema(await readJson(folder, "OpenLineage.json"));
    for (const file of await readdir(join(folder, "facets")))
      ajv.addSchema(await readJson(folder, "facets", file), file.slice(0, -5));
    const own = fileURLToPath(new URL("../schemas/", import.meta.url));
    for (const name of OWN_SCHEMAS) ajv.addSchema(await readJson(own, `${name}.json`));
    return new Schemas(
      ajv,
      ajv.compile({ $ref: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent" }),
    );
  }

  facetSchema(name: string): ValidateFunction {
    const schema = this.ajv.getSchema(name);
    if (schema === undefined) throw new Error(`there is no schema of ${name}`);
    return schema;
  }

  async checked(store: InMemoryTraceStore): Promise<Event[]> {
    const text = await textOf(openLineageFormat.write(store));
    const events = text
      .trimEnd()
      .split("\n")
      .map((it) => JSON.parse(it) as Event);
    for (const event of events) {
      expect([this.isEvent(event), this.isEvent.errors]).toEqual([true, null]);
      this.checkFacets("run", event.run.facets);
      this.checkFacets("job", event.job.facets);
      for (const { facets, inputFacets, outputFacets } of [...event.inputs, ...event.outputs]) {
        this.checkFacets("dataset", facets);
        this.checkFacets("input", inputFacets);
        this.checkFacets("output", outputFacets);
      }
    }
    return events;
  }

  private checkFacets(place: string, facets: Facets = {}): void {
    for (const [key, facet] of Object.entries(facets)) {
      this.seen.add(`${place}:${key}`);
      const [url = ""] = facet._schemaURL.split("#");
      const whole = this.ajv.getSchema(url);
      expect([key, url, typeof whole]).toEqual([key, url, "function"]);
      // The schema of a facet defines its key.
      const { properties = {} } = whole?.schema as { readonly properties?: object };
      expect(Object.keys(properties)).toContain(key);
      expect([key, whole?.({ [key]: facet }), whole?.errors]).toEqual([key, true, null]);
    }
  }
}

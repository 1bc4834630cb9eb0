import { MappingExecutor, type MappingRequest } from "@waymark/executor";
import { entityMappingId, ExecutionTraceLogger, isWaymarkError, type TraceStore } from "@waymark/trace-core";
import { expect, it } from "vitest";

import { methodsText } from "../src/index.js";
import { describeOnEachStore } from "./support/each-store.js";
import { geneCatalog } from "./support/gene-catalog.js";

const TYPES = { sourceType: "SYMBOL", targetType: "GENE" };

describeOnEachStore("The methods section of a run", (open) => {
  const clock = (): Date => new Date("2026-11-25T12:00:00Z");

  async function run(
    store: TraceStore,
    identifiers: readonly string[],
    options: Partial<MappingRequest> = {},
  ): Promise<string> {
    const executor = new MappingExecutor({ catalog: geneCatalog(), store, clock });
    const { session } = await executor.executeMapping({
      sourceType: "SYMBOL",
      targetType: "GENE",
      identifiers,
      ...options,
    });
    return session.id;
  }

  it("states what was mapped, with what, along which path, and the results", async () => {
    const store = await open();
    const session = await run(store, ["AREG", "AREGB", "HNPCC", "OLDONE", "GONE", "NOTAGENE", "A;B"]);
    const { text, facts } = await methodsText(store, session);
    expect(text).toBe(
      [
        `Identifiers of type SYMBOL were mapped to GENE with Waymark (version ${facts.executorVersion!}) on 25 November 2026.`,
        "They were mapped along the path by-hgnc (SYMBOL to HGNC_ID by hgnc, HGNC_ID to GENE by ensembl).",
        "The data came from 3 resources: ensembl (release 112); hgnc (release 2024-10); withdrawn (release 2026-01).",
        "Of 7 distinct identifiers, 3 (42.9%) were mapped to one target, 1 (14.3%) was mapped to several targets,",
        "1 (14.3%) was obsolete, withdrawn without a successor, 1 (14.3%) was not found",
        "and 1 (14.3%) was invalid as identifiers of this type.",
        "Of those with a target, 2 matched as approved, 1 as alias and 1 as previous.",
        "1 identifier named several entities, all of which were followed.",
        "The confidences of the 5 targets range from 0.665 to 0.95.",
        `The complete trace of the run is kept under session ${session}.`,
      ].join(" "),
    );
    expect(facts.counts).toMatchObject({ identifiers: 7, targets: 5, ambiguous: 1, fromCache: 0 });
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
  });

  it("names non-default options, and counts validated targets and answers from the cache", async () => {
    const store = await open();
    await run(store, ["AREG"], { validate: true, minConfidence: 0.5 });
    const session = await run(store, ["AREG"], {
      validate: true,
      minConfidence: 0.5,
      asOf: new Date("2013-09-01"),
      parameters: { project: "atlas", ofProgram: { file: "somewhere" } },
    });
    const { text, facts } = await methodsText(store, session);
    expect(facts.parameters.map((it) => it.name)).toEqual(["minConfidence", "asOf", "validate", "project"]);
    expect(text).toContain("Targets with a confidence below 0.5 were left out.");
    expect(text).toContain("Labels that entities received only after 1 September 2013 were marked.");
    expect(text).toContain("Every target was mapped back to SYMBOL.");
    expect(text).toContain("The parameter project was atlas.");
    expect(text).toContain("Of 1 distinct identifier, 1 (100%) was mapped to one target.");
    expect(text).toContain("Of 1 target mapped back, 1 (100%) had no path back.");
  });

  it("finds the resources of cached answers in the runs that found them", async () => {
    const store = await open();
    await run(store, ["AREG", "AREGB"]);
    const { text, facts } = await methodsText(store, await run(store, ["AREG", "AREGB"]));
    expect(facts.resources.map((it) => it.name)).toEqual(["ensembl", "hgnc"]);
    expect(text).toContain("2 answers (100%) were taken from earlier runs");
  });

  it("counts labels given later by their interpretation, and decisions by who made them and why", async () => {
    const store = await open();
    const logger = new ExecutionTraceLogger(store, { clock });
    const { id: sessionId } = await logger.logMappingSessionStart({
      sourceType: "SYMBOL",
      targetType: "GENE",
    });
    const decision = "override by ann: renamed, given only on 2024-01-01";
    const matchedAs = ["alias, given only on 2019-03-01", "alias, given only on 2020-03-01", decision];
    const keys = matchedAs.map((_, i) => ({ ...TYPES, sourceId: `S${String(i)}`, targetId: "G" }));
    await logger.logEntityMappings(
      keys.map((it) => ({ ...it, confidence: 1, hopCount: 1, direction: "forward", isDerived: false })),
      [],
    );
    await logger.logIdentifierOutcomes(
      keys.map(({ targetId, ...key }, i) => ({
        ...key,
        sessionId,
        outcome: "mapped",
        matchedAs: matchedAs[i]!,
        targets: [
          {
            mappingId: entityMappingId({ ...key, targetId }),
            targetId,
            confidence: 1,
            hopCount: 1,
            pathId: "p",
            validationStatus: null,
          },
        ],
      })),
    );
    await logger.logMappingSessionEnd(sessionId, "completed");
    const { facts } = await methodsText(store, sessionId);
    expect(facts.counts.matchedAs).toEqual([
      { name: "alias", count: 2 },
      { name: decision, count: 1 },
    ]);
  });

  it("cites resources with the title, release, hash, homepage and licence that the session lists", async () => {
    const store = await open();
    const logger = new ExecutionTraceLogger(store, { clock });
    const { id: sessionId } = await logger.logMappingSessionStart({
      sourceType: "SYMBOL",
      targetType: "GENE",
      resources: [
        {
          name: "hgnc",
          title: "HGNC complete set",
          release: "2024-10",
          contentHash: "ab".repeat(32),
          homepage: "https://www.genenames.org",
          license: "CC0",
          citation: "Seal et al., Nucleic Acids Res. 2023",
        },
        { name: "unused", title: "Never asked" },
      ],
    });
    await logger.logPathExecution({
      sessionId,
      pathId: "p",
      sourceType: "SYMBOL",
      targetType: "GENE",
      status: "no_mapping_found",
      inputCount: 1,
      matchedCount: 0,
      steps: [
        {
          resource: "hgnc",
          release: "2024-10",
          inputType: "SYMBOL",
          outputType: "GENE",
          inputCount: 1,
          outputCount: 0,
          durationMs: 1,
        },
        {
          resource: "bare",
          inputType: "GENE",
          outputType: "GENE",
          inputCount: 1,
          outputCount: 0,
          durationMs: 1,
        },
      ],
    });
    const { text } = await methodsText(store, sessionId);
    expect(text).toContain(
      "The data came from 2 resources: bare (without a release); HGNC complete set (hgnc, release 2024-10, " +
        `SHA-256 ${"ab".repeat(8)}…, https://www.genenames.org, licence: CC0). ` +
        "Citation for hgnc: Seal et al., Nucleic Acids Res. 2023.",
    );
    expect(text).toContain("No identifier was answered. The run has not ended yet");
    await logger.close();
  });

  it("counts a service once that had two releases during the run, and cites it once", async () => {
    const store = await open();
    const logger = new ExecutionTraceLogger(store, { clock });
    const types = { sourceType: "SYMBOL", targetType: "GENE" };
    const citation = "Xin et al., Genome Biol. 2016";
    const { id: sessionId } = await logger.logMappingSessionStart({
      ...types,
      resources: [{ name: "mygene", release: "R1", citation }],
    });
    for (const release of ["R1", "R2"]) {
      const step = { inputType: "SYMBOL", outputType: "GENE", inputCount: 1, outputCount: 0, durationMs: 1 };
      await logger.logPathExecution({
        ...types,
        sessionId,
        pathId: "by-service",
        status: "no_mapping_found",
        inputCount: 1,
        matchedCount: 0,
        steps: [{ ...step, resource: "mygene", release }],
      });
    }
    const { text } = await methodsText(store, sessionId);
    expect(text).toContain("The data came from 1 resource: mygene (release R1); mygene (release R2).");
    expect(text.split(citation)).toHaveLength(2);
    await logger.close();
  });

  it("lists paths in the order of their first use", async () => {
    const store = await open();
    const logger = new ExecutionTraceLogger(store, { clock });
    const types = { sourceType: "SYMBOL", targetType: "GENE" };
    const { id: sessionId } = await logger.logMappingSessionStart(types);
    for (const pathId of ["preferred", "preferred", "other"]) {
      await logger.logPathExecution({
        ...types,
        sessionId,
        pathId,
        status: "no_mapping_found",
        inputCount: 1,
        matchedCount: 0,
      });
    }
    const { text, facts } = await methodsText(store, sessionId);
    expect(facts.paths.map((it) => it.pathId)).toEqual(["preferred", "other"]);
    expect(text).toContain("They were mapped along 2 paths: preferred and other.");
    await logger.close();
  });

  it("refuses an unknown session", async () => {
    const store = await open();
    const failed: unknown = await methodsText(store, "01a214c6-a71e-75c1-8878-191207620edc").catch(
      (it: unknown) => it,
    );
    expect(isWaymarkError(failed, "session-not-found")).toBe(true);
  });
});

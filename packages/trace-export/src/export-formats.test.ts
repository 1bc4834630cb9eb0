import { isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { EXPORT_FORMATS, exportFormat } from "./export-formats.js";

it("finds every format by its name, and lists the names if there is none", () => {
  for (const format of EXPORT_FORMATS) expect(exportFormat(format.name)).toBe(format);
  try {
    exportFormat("xml");
    expect.unreachable();
  } catch (error) {
    expect(isWaymarkError(error, "unknown-export-format")).toBe(true);
    expect((error as Error).message).toBe(
      `There is no export format "xml"; there are ${EXPORT_FORMATS.map((it) => it.name).join(", ")}`,
    );
  }
});

it("refuses an option that a format does not know before it reads anything, and lists the options it knows", async () => {
  const known = {
    sssom: "it knows prefixes, predicates, license, mappingSetId, mappingSetVersion, mappingSetTitle",
    "prov-json": "it has none",
    openlineage: "it knows namespace, parentRun, pathExecutions",
    jsonl: "it has none",
    tsv: "it knows guardFormulas",
  };
  for (const [name, says] of Object.entries(known)) {
    const pieces = exportFormat(name).write(new InMemoryTraceStore(), {}, { bogus: 1 } as object);
    await expect(collected(pieces)).rejects.toMatchObject({
      code: "invalid-export-option",
      message: `bogus is not an option of the format ${name}: ${says}`,
      details: { option: "bogus" },
    });
  }
});

it.each<[format: string, options: object, says: string]>([
  ["tsv", { guardFormulas: "no" }, 'guardFormulas is "no" and should be true or false'],
  ["openlineage", { pathExecutions: 0 }, "pathExecutions is 0 and should be true or false"],
  ["openlineage", { namespace: 5 }, "namespace is 5 and should be a non-empty string"],
  ["openlineage", { parentRun: "7" }, 'parentRun is "7" and should be an object'],
  ["openlineage", { parentRun: { runId: "7" } }, 'parentRun.runId is "7" and should be a UUID'],
  [
    "openlineage",
    { parentRun: { runId: "0190a000-0000-7000-8000-000000000000", jobNamespace: "a" } },
    "parentRun.jobName is missing and should be a string",
  ],
  ["sssom", { prefixes: [] }, "prefixes is [] and should be an object"],
  ["sssom", { prefixes: { GENE: "G" } }, 'prefixes.GENE is "G" and should be an object'],
  ["sssom", { prefixes: { GENE: { prefix: "G" } } }, "prefixes.GENE.uri is missing and should be a string"],
  [
    "sssom",
    { prefixes: { GENE: { prefix: "G", url: "https://example.org/" } } },
    "prefixes.GENE.url is not a field of prefixes.GENE: it knows prefix, uri, source",
  ],
  ["sssom", { predicates: null }, "predicates is null and should be an object"],
  [
    "sssom",
    { predicates: { alike: "skos:exactMatch" } },
    "predicates.alike is not a field of predicates: it knows",
  ],
  ["sssom", { predicates: { same: 1 } }, "predicates.same is 1 and should be a string"],
  [
    "sssom",
    { predicates: { same: "foo:bar" } },
    'predicates.same is "foo:bar" and should be a CURIE of a prefix',
  ],
  ["sssom", { predicates: { same: "exactMatch" } }, 'predicates.same is "exactMatch" and should be a CURIE'],
  ["sssom", { license: 1 }, "license is 1 and should be a URI"],
  ["sssom", { mappingSetTitle: {} }, "mappingSetTitle is {} and should be a string"],
])("refuses for %s the options %j, and says what they should be", async (name, options, says) => {
  const pieces = exportFormat(name).write(new InMemoryTraceStore(), {}, options);
  await expect(collected(pieces)).rejects.toMatchObject({
    code: "invalid-export-option",
    message: expect.stringContaining(says) as string,
    details: { option: says.slice(0, says.indexOf(" ")) },
  });
});

async function collected(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

it("gives every format a unique name, extension and description", () => {
  for (const field of ["name", "fileExtension", "description"] as const)
    expect(new Set(EXPORT_FORMATS.map((it) => it[field])).size).toBe(EXPORT_FORMATS.length);
});

import { isWaymarkError } from "@waymark/trace-core";
import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { expect, it } from "vitest";

import { EXPORT_FORMATS, exportFormat } from "./export-formats.js";

it("finds every format by its name, and says which there are", () => {
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

it("refuses an option that a format does not know before it reads anything, and names those that it knows", async () => {
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
      message: `bogus is no option of the format ${name}: ${says}`,
      details: { option: "bogus" },
    });
  }
});

async function collected(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

it("tells all formats apart by name, extension and sentence", () => {
  for (const field of ["name", "fileExtension", "description"] as const)
    expect(new Set(EXPORT_FORMATS.map((it) => it[field])).size).toBe(EXPORT_FORMATS.length);
});

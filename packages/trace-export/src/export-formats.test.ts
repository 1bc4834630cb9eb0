import { isWaymarkError } from "@waymark/trace-core";
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

it("tells all formats apart by name, extension and sentence", () => {
  for (const field of ["name", "fileExtension", "description"] as const)
    expect(new Set(EXPORT_FORMATS.map((it) => it[field])).size).toBe(EXPORT_FORMATS.length);
});

import { describe, expect, it } from "vitest";

import { loadSssomText, SSSOM_HEADER } from "../../../test/support/sssom-set.js";
import { TableError } from "../table-error.js";
import { SssomFileError } from "./sssom-file-error.js";

const COLUMNS = "subject_id\tpredicate_id\tobject_id\n";
const ROW = "HP:1\tskos:exactMatch\tMP:1\n";

describe("A broken mapping set", () => {
  it.each([
    ["no metadata", COLUMNS + ROW, 1, /has no metadata before its table/],
    ["no content", "", 1, /has no metadata/],
    ["no table", SSSOM_HEADER, 1, /has no table/],
    [
      "a missing column",
      `${SSSOM_HEADER}subject_id\tobject_id\n`,
      5,
      /lacks predicate_id. There are subject_id, object_id/,
    ],
    [
      "commas",
      `${SSSOM_HEADER}subject_id,predicate_id,object_id\n`,
      5,
      /are its columns separated by tabs\?/,
    ],
    [
      "a repeated column",
      `${SSSOM_HEADER}subject_id\tpredicate_id\tobject_id\tsubject_id\n`,
      5,
      /two columns are named subject_id/,
    ],
    [
      "metadata that are not YAML",
      `#license: x\n#curie_map:\n#  HP: "http://h\n${COLUMNS}${ROW}`,
      3,
      /the metadata is not YAML: /,
    ],
    ["a repeated slot", `#license: x\n#license: y\n${COLUMNS}${ROW}`, 2, /the metadata is not YAML: /],
    ["metadata that are not a map", `#hello\n${COLUMNS}${ROW}`, 1, /is not a map of slots/],
    [
      "a curie_map that is not a map",
      `#license: x\n#curie_map: HP\n${COLUMNS}${ROW}`,
      2,
      /the curie_map is not a map/,
    ],
    [
      "no row that is a mapping",
      `${SSSOM_HEADER}${COLUMNS}XX:1\tskos:exactMatch\tMP:1\n`,
      6,
      /no row can be read/,
    ],
    ["an open quote", `${SSSOM_HEADER}${COLUMNS}"HP:1\tskos:exactMatch\tMP:1\n`, 6, /./],
  ])("with %s is an error with its file and line", async (_what, text, line, message) => {
    const error: unknown = await loadSssomText(text).catch((it: unknown) => it);
    expect(error).toBeInstanceOf(SssomFileError);
    expect(error).toBeInstanceOf(TableError);
    expect(error).toMatchObject({ line, file: expect.stringMatching(/set\.tsv$/) as string });
    expect((error as SssomFileError).reason).toMatch(message);
    expect((error as Error).message).toContain(`set.tsv:${line}: `);
  });

  it("is reported for the file with the metadata if that is the broken one", async () => {
    const broken = loadSssomText(COLUMNS + ROW, { external: "license: x\n\tcurie_map: y\n" });
    await expect(broken).rejects.toMatchObject({
      line: 2,
      file: expect.stringMatching(/set\.yml$/) as string,
    });
  });

  it("is reported with the file that is missing", async () => {
    await expect(loadSssomText("", { file: "nowhere/set.tsv" })).rejects.toMatchObject({ code: "ENOENT" });
    await expect(loadSssomText("", { file: "nowhere/set.tsv.gz" })).rejects.toMatchObject({ code: "ENOENT" });
    await expect(loadSssomText(COLUMNS + ROW, { metadata: "nowhere/set.yml" })).rejects.toMatchObject({
      code: "ENOENT",
    });
  });
});

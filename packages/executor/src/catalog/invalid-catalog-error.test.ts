import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { isWaymarkError } from "@waymark/trace-core";
import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../test/support/catalog-folder.js";
import type { InvalidCatalogError } from "./invalid-catalog-error.js";
import { loadCatalog } from "./load-catalog.js";

const CATALOG = `types:
  A: { pattern: '\\w+' }
  B: {}
  C: {}
resources:
  r:
    file: t.tsv
    maps:
      ab:
        from: { type: A, column: a }
        to: { type: B, column: b }
      bc: { from: { type: B, column: b }, to: { type: C, column: c } }
      ca: { from: { type: C, column: c }, to: { type: A, column: a } }
      by_rank: { from: A, to: { type: C, column: c }, ranks: [{ column: a, as: best }] }
paths:
  p: [r.ab, r.bc]
`;

const TABLE = "a\tb\tc\n1\t2\t3\n";

/** The problems, as `line:column message`, with the name of the file if it is not the catalog. */
async function problems(
  yaml: string,
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<string[]> {
  const folder = await catalogFolder({ "catalog.yaml": yaml, "t.tsv": TABLE, ...files });
  const error: unknown = await loadCatalog(join(folder, "catalog.yaml")).catch((it: unknown) => it);
  if (!isWaymarkError(error, "invalid-catalog")) throw new Error("it is valid", { cause: error });
  return (error as InvalidCatalogError).problems.map(({ file, line, column, message }) => {
    const place = [file?.slice(folder.length + 1), line, column].filter((it) => it !== null).join(":");
    return `${place.replace(/^catalog\.yaml:/, "")} ${message.replaceAll(folder, "")}`;
  });
}

/** The catalog with one text replaced by another; the text must occur in it. */
function change(from: string, to: string): string {
  expect(CATALOG).toContain(from);
  return CATALOG.replace(from, to);
}

describe("An invalid catalog", () => {
  it("is derived from a valid catalog", async () => {
    await expect(problems(CATALOG)).rejects.toThrow("it is valid");
  });

  it("is reported completely at once: problems of its keys, and of the columns and files that it names", async () => {
    const yaml = change("pattern:", "patern:")
      .replace("ranks: [{ column: a,", "ranks: [{ column: aa,")
      .replace(
        "resources:",
        "resources:\n  lost: { file: lost.tsv, maps: { ab: { from: { type: A, column: a }, to: { type: B, column: b } } } }",
      )
      .replace("paths:", "endpoints:\n  have: { types: [A], file: t.tsv, column: x }\npaths:");
    expect(await problems(yaml)).toEqual([
      expect.stringContaining("types.A.patern: unknown key patern"),
      expect.stringContaining("resources.lost.file: /lost.tsv: there is no such file"),
      expect.stringContaining("resources.r.maps.by_rank.ranks[0].column: unknown column aa. Did you mean a?"),
      expect.stringContaining("endpoints.have.column: unknown column x"),
    ]);
  });

  it("has no problem reported for the columns of a table that was read in a wrong format", async () => {
    const yaml = change("    maps:", "    formt: csv\n    maps:");
    expect(await problems(yaml, { "t.tsv": TABLE.replaceAll("\t", ",") })).toEqual([
      expect.stringContaining("unknown key formt"),
    ]);
  });

  it.each<[string, string, string, string[]]>([
    [
      "an unknown key",
      "pattern:",
      "patern:",
      ["2:8 types.A.patern: unknown key patern. Did you mean pattern? There are description, trim,"],
    ],
    ["an unknown key at the top", "paths:", "path:", ["15:1 path: unknown key path. Did you mean paths?"]],
    ["a bad regular expression", "\\w+", "(", ["2:17 types.A.pattern: is not a valid regular expression: "]],
    [
      "a pattern that is valid only in parentheses",
      "\\w+",
      "a)(b",
      ["2:17 types.A.pattern: is not a valid regular expression"],
    ],
    ["an invalid name of a type", "  C: {}", "  gene: {}", ["4:3 types.gene: a type's name is UPPER_SNAKE"]],
    ["a type declared twice", "  C: {}", "  C: {}\n  C: {}", ["5:3 two entries are named C here"]],
    ["a map declared twice", "      bc:", "      ab:", ["12:7 two entries are named ab here"]],
    [
      "a type that is not declared",
      "{ type: B, column: b }\n      bc",
      "{ type: BB, column: b }\n      bc",
      ["11:21 resources.r.maps.ab.to.type: unknown type BB. Did you mean B? There are A, B, C"],
    ],
    [
      "a map without a target",
      "        to: { type: B, column: b }\n",
      "",
      ["9:7 resources.r.maps.ab: lacks from or to"],
    ],
    [
      "a map without a column",
      "from: { type: A, column: a }",
      "from: A",
      ["10:15 resources.r.maps.ab.from: lacks a column: write { type: …, column: … }, or give ranks"],
    ],
    [
      "a confidence above 1",
      "as: best",
      "as: best, confidence: 1.5",
      ["14:98 resources.r.maps.by_rank.ranks[0].confidence: must be a number from 0 to 1"],
    ],
    [
      "an unknown relation",
      "      ab:",
      "      ab:\n        relation: equal",
      ["10:19 resources.r.maps.ab.relation: must be one of names, same, product, member, ortholog, other"],
    ],
    [
      "two ranks with one name",
      "as: best }",
      "as: best }, { column: b, as: best }",
      ["14:88 resources.r.maps.by_rank.ranks[1]: two ranks are named best"],
    ],
    [
      "an empty separator",
      "    maps:",
      "    listSeparator: ''\n    maps:",
      ["8:20 resources.r.listSeparator: must be a non-empty string"],
    ],
    [
      "quotes of two characters",
      "    maps:",
      "    quote: ab\n    maps:",
      ["8:12 resources.r.quote: must be one character"],
    ],
    [
      "a negative priority",
      "[r.ab, r.bc]",
      "{ priority: -1, steps: [r.ab] }",
      ["16:18 paths.p.priority: must be a whole number from 0"],
    ],
    ["a path without steps", "[r.ab, r.bc]", "[]", ["16:3 paths.p: has no step"]],
    [
      "a step of an unknown resource",
      "r.bc]",
      "s.bc]",
      ["16:13 paths.p[1]: unknown resource s. Did you mean r?"],
    ],
    ["a step of an unknown map", "r.bc]", "r.bd]", ["16:13 paths.p[1]: unknown map of r bd. Did you mean"]],
    [
      "an invalid step",
      "r.bc]",
      "bc]",
      ["16:13 paths.p[1]: must be resource.map, or { reverse: resource.map }"],
    ],
    [
      "a reverse step over a map that is not reversible",
      "r.bc]",
      "{ reverse: r.ab }]",
      ["16:13 paths.p[1]: r.ab cannot be read backwards: declare it reversible"],
    ],
    [
      "steps that do not connect",
      "[r.ab, r.bc]",
      "[r.ab, r.ca]",
      ["16:3 paths.p: the step before r.ca ends at B, but r.ca starts from C"],
    ],
    [
      "a circular path",
      "[r.ab, r.bc]",
      "[r.ab, r.bc, r.ca]",
      ["16:3 paths.p: r.ca leads back to A: a path visits a type only once"],
    ],
    [
      "a column that is not in the table",
      "column: b }\n      bc",
      "column: bb }\n      bc",
      [
        "11:32 resources.r.maps.ab.to.column: unknown column bb. Did you mean b? There are a, b, c (in /t.tsv)",
      ],
    ],
    [
      "an unknown primary resource",
      "  B: {}",
      "  B: { primary: s.b }",
      ["3:17 types.B.primary: unknown resource s"],
    ],
    [
      "an unknown primary column",
      "  B: {}",
      "  B: { primary: r.x }",
      ["3:17 types.B.primary: unknown column x"],
    ],
    [
      "a primary that is not a column",
      "  B: {}",
      "  B: { primary: r }",
      ["3:17 types.B.primary: must be resource.column"],
    ],
    [
      "both prefixes",
      "  B: {}",
      "  B: { barePrefix: x, requirePrefix: x }",
      ["3:38 types.B.requirePrefix: conflicts with barePrefix"],
    ],
    ["a missing file", "t.tsv", "u.tsv", ["7:11 resources.r.file: /u.tsv: there is no such file"]],
    ["a folder in place of a file", "t.tsv", ".", ["7:11 resources.r.file:  is a folder, not a file"]],
    ["a resource without a file", "    file: t.tsv\n", "", ["6:3 resources.r: lacks file"]],
    ["invalid YAML", "types:", "types: [", ["3:3 Missing , between flow sequence items"]],
  ])("names the place of %s", async (_, from, to, expected) => {
    const found = await problems(change(from, to));
    expect(found.length).toBeGreaterThan(0);
    expected.forEach((it, i) => expect(found[i]).toContain(it));
  });

  it.each<[string, string | Buffer, string]>([
    ["is empty", "", "7:11 resources.r.file: /t.tsv is empty: it needs a header and rows"],
    ["has only a header", "a\tb\tc\n", "7:11 resources.r.file: /t.tsv has a header and no rows"],
    [
      "has no row that fits",
      "a\tb\tc\n1\t2\n",
      "7:11 resources.r.file: /t.tsv has no row that fits its header (line 2: 2 cells, the header has 3); is its format",
    ],
    [
      "has two columns with one name",
      "a\ta\tb\tc\n1\t2\t3\t4\n",
      "two columns of /t.tsv are named a: rename one there",
    ],
    ["has a quote that is never closed", 'a\tb\tc\n1\t2\t3\n"4\t5\t6\n', "t.tsv:3 a quote opened in the row"],
  ])("is reported for a table that %s", async (_, table, expected) => {
    expect((await problems(CATALOG, { "t.tsv": table }))[0]).toContain(expected);
  });

  it("is reported for damaged gzip", async () => {
    const yaml = change("t.tsv", "t.tsv.gz");
    const packed = gzipSync(TABLE);
    const place = "7:11 resources.r.file: /t.tsv.gz: its gzip is damaged, get it again (";
    expect((await problems(yaml, { "t.tsv.gz": TABLE }))[0]).toContain(place);
    expect((await problems(yaml, { "t.tsv.gz": packed.subarray(0, 30) }))[0]).toContain(place);
  });

  it("is reported with all problems at once, in the order of the file", async () => {
    const yaml = CATALOG.replace("\\w+", "(")
      .replace("type: C, column: c } }\n      ca", "type: D, column: c } }\n      ca")
      .replace("r.ab", "r.xyz");
    expect(await problems(yaml)).toEqual([
      expect.stringMatching(/^2:17 types.A.pattern/),
      expect.stringMatching(/^12:55 .*unknown type D/),
      expect.stringMatching(/^16:7 .*unknown map of r xyz/),
    ]);
  });

  it("is reported with the problems of several tables at once", async () => {
    const yaml = change(
      "paths:",
      "  s: { file: s.tsv, maps: { ab: { from: { type: A, column: x }, to: { type: B, column: y } } } }\npaths:",
    );
    const found = await problems(yaml, { "t.tsv": "a\tb\n1\t2\n", "s.tsv": "x\tz\n1\t2\n" });
    expect(found).toHaveLength(4);
    expect(found.filter((it) => it.includes("unknown column c"))).toHaveLength(3);
    expect(found.filter((it) => it.includes("unknown column y"))).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ["an empty file", "", "1:1 a catalog is a map of types, resources and paths"],
    ["a list", "- a\n", "1:1 a catalog is a map"],
    ["no types", "resources: {}\n", "lacks types"],
    ["no resources", "types: {}\n", "lacks resources"],
    ["a string in place of the types", "types: x\nresources: {}\n", "1:8 types: must be a map"],
    [
      "a resource that translates nothing",
      "types: {}\nresources: { r: { file: t.tsv } }\n",
      "2:14 resources.r: translates nothing",
    ],
    [
      "a resource with a dot in its name",
      "types: {}\nresources: { a.b: { file: t.tsv } }\n",
      "2:14 resources.a.b: a resource's name has no dot",
    ],
    [
      "two histories of a type",
      `types: { A: {} }
resources:
  r: { file: t.tsv, history: { type: A, from: a, to: b } }
  s: { file: t.tsv, history: { type: A, from: a, to: c } }
`,
      "4:21 resources.s.history: A already has a history, in r",
    ],
  ])("names the place of %s", async (_, yaml, expected) => {
    expect((await problems(yaml)).join("\n")).toContain(expected);
  });

  it("is reported for a file that does not exist", async () => {
    const folder = await catalogFolder({});
    await expect(loadCatalog(join(folder, "none.yaml"))).rejects.toMatchObject({
      code: "invalid-catalog",
      message: expect.stringMatching(/none\.yaml: there is no such file$/) as string,
      details: { problems: [{ file: join(folder, "none.yaml"), line: null, column: null }] },
    });
  });
});

import { createHash } from "node:crypto";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { catalogFolder } from "../../test/support/catalog-folder.js";
import { readTable, type TableFile, type TableFormat, type TableRow } from "./read-table.js";

const TSV: TableFormat = { delimiter: "\t", comment: null, quote: '"', isGzipped: false };
const CSV: TableFormat = { ...TSV, delimiter: "," };

async function read(
  content: string | Buffer,
  format: TableFormat = TSV,
): Promise<{ rows: TableRow[]; file: TableFile }> {
  const folder = await catalogFolder({ table: content });
  const rows: TableRow[] = [];
  const file = await readTable(join(folder, "table"), format, (row) => rows.push(row));
  return { rows, file };
}

async function cells(content: string | Buffer, format: TableFormat = TSV): Promise<(readonly string[])[]> {
  return (await read(content, format)).rows.map((it) => it.cells);
}

describe("Reading a table", () => {
  it("accepts a byte order mark, CRLF, blank lines and a missing last line end", async () => {
    const plain = [
      ["a", "b"],
      ["1", "2"],
    ];
    expect(await cells("a\tb\n1\t2\n")).toEqual(plain);
    expect(await cells("\uFEFFa\tb\r\n\r\n1\t2")).toEqual(plain);
    expect(await cells("a\tb\r1\t2\r")).toEqual(plain);
  });

  it("reads a table whose line ends are mixed", async () => {
    expect(await cells("a\tb\r\n1\t2\n3\t4\r\n")).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]);
  });

  it("unpacks gzip, and hashes the bytes as they lie on disk", async () => {
    const packed = gzipSync("a\tb\n1\t2\n");
    const { rows, file } = await read(packed, { ...TSV, isGzipped: true });
    expect(rows.map((it) => it.cells)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
    expect(file).toEqual({
      contentHash: createHash("sha256").update(packed).digest("hex"),
      bytes: packed.length,
    });
  });

  it("reads gzip files with several members", async () => {
    const packed = Buffer.concat([gzipSync("a\tb\n"), gzipSync("1\t2\n")]);
    expect(await cells(packed, { ...TSV, isGzipped: true })).toHaveLength(2);
  });

  it("refuses damaged and truncated gzip", async () => {
    const packed = gzipSync("a\tb\n1\t2\n".repeat(1000));
    const format = { ...TSV, isGzipped: true };
    await expect(read(packed.subarray(0, packed.length - 12), format)).rejects.toMatchObject({
      code: "Z_BUF_ERROR",
    });
    await expect(read("no gzip at all", format)).rejects.toMatchObject({ code: "Z_DATA_ERROR" });
  });

  it("removes the quotes of a tab-separated cell that is quoted as a whole", async () => {
    expect(await cells('a\tb\n1\t"x|y"\n2\t"say ""so"""\n')).toEqual([
      ["a", "b"],
      ["1", "x|y"],
      ["2", 'say "so"'],
    ]);
  });

  it("keeps other quotes in tab-separated cells", async () => {
    expect(await cells('a\tb\n1\t5" end\n2\tO\'Neil\n3\tx"\n')).toEqual([
      ["a", "b"],
      ["1", '5" end'],
      ["2", "O'Neil"],
      ["3", 'x"'],
    ]);
  });

  it("reports the line of an opening quote that swallows the lines below", async () => {
    await expect(read('a\tb\n1\t"x\n2\ty"\n3\tz\n')).rejects.toMatchObject({
      name: "TableError",
      line: 2,
      message: expect.stringContaining("closed only on line 3") as string,
    });
    await expect(read('a\tb\n1\tx\n2\t"y\n3\tz\n4\tw\n')).rejects.toMatchObject({
      name: "TableError",
      line: 3,
      message: expect.stringContaining("never closed") as string,
    });
  });

  it("treats quotes as ordinary characters if none are declared", async () => {
    expect(await cells('a\tb\n1\t"x\n2\ty"\n', { ...TSV, quote: null })).toEqual([
      ["a", "b"],
      ["1", '"x'],
      ["2", 'y"'],
    ]);
  });

  it("reads comma-separated cells that span lines, and knows on which line the next row begins", async () => {
    for (const end of ["\n", "\r\n"]) {
      const text = ["a,b", '1,"x', "", 'y"', "2,z", '3,"p', 'q"', "4,w", ""].join(end);
      const { rows } = await read(text, CSV);
      expect(rows.map((it) => [it.line, it.cells[0], it.cells[1]])).toEqual([
        [1, "a", "b"],
        [2, "1", ["x", "", "y"].join(end)],
        [5, "2", "z"],
        [6, "3", ["p", "q"].join(end)],
        [8, "4", "w"],
      ]);
    }
  });

  it("reports the line where a quote of a comma-separated table is out of place", async () => {
    for (const broken of ['a,b\n1,2\n3,x"y\n', 'a,b\n1,2\n3,"x"y\n', 'a,b\n1,2\n3,"xy\n4,z\n']) {
      await expect(read(broken, CSV)).rejects.toMatchObject({ name: "TableError", line: 3 });
    }
  });

  it("leaves out lines that begin with the comment prefix, and no others", async () => {
    const { rows } = await read("# made by hand\na\tb\n#1\t2\n3\tx#y\n", { ...TSV, comment: "#" });
    expect(rows).toEqual([
      { line: 2, cells: ["a", "b"] },
      { line: 4, cells: ["3", "x#y"] },
    ]);
  });

  it("passes on ragged rows as they are", async () => {
    expect(await cells("a\tb\n1\n1\t2\t3\n")).toEqual([["a", "b"], ["1"], ["1", "2", "3"]]);
  });

  it("reads back every comma-separated cell written by the rules, whatever it contains", async () => {
    const cell = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('"', ",", "\n", "\r\n", "\t", "x", " ", "'", "|", "#"))
        .map((it) => it.join("")),
    );
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), async (rows, end) => {
        const quoted = rows.map((row) => row.map((it) => `"${it.replaceAll('"', '""')}"`).join(","));
        const text = quoted.map((it) => it + end).join("");
        const { rows: found } = await read(text, CSV);
        expect(found.map((it) => it.cells)).toEqual(rows);
        const lines = quoted.map((it) => it.split(/\r\n|\r|\n/).length);
        expect(found.map((it) => it.line)).toEqual(
          lines.map((_, i) => 1 + lines.slice(0, i).reduce((sum, it) => sum + it, 0)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("reads back every tab-separated cell without tabs and line ends, whatever else it contains", async () => {
    const cell = fc.string().map((it) => it.replace(/[\t\r\n]/g, " "));
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const text = rows
          .map((row) =>
            row
              .map((it) => (it.startsWith('"') || it === "" ? `"${it.replaceAll('"', '""')}"` : it))
              .join("\t"),
          )
          .join("\r\n");
        expect(await cells(text)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it("reads rows that span several chunks of a file", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [String(i), `x${i}`]);
    expect(await cells(rows.map((it) => it.join("\t")).join("\r\n"))).toEqual(rows);
  });
});

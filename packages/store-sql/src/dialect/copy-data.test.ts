import { freshPostgres, type FreshPostgres } from "@waymark/test-databases";
import fc from "fast-check";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { copyData } from "./copy-data.js";
import { postgresDialect } from "./postgres-dialect.js";
import type { Column, SqlValue } from "./sql-dialect.js";

const COLUMNS: readonly Column[] = [
  { name: "number", type: "integer" },
  { name: "a_uuid", type: "uuid" },
  { name: "a_text", type: "text" },
  { name: "an_instant", type: "instant" },
  { name: "a_real", type: "real" },
  { name: "a_boolean", type: "boolean" },
  { name: "another_text", type: "text" },
];

const instant = fc.date({
  min: new Date("0001-01-01T00:00:00.000Z"),
  max: new Date("9999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const text = fc
  .oneof(
    fc.string({ maxLength: 60 }),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.string({ unit: fc.constantFrom("a", "\t", "\n", "\\", "é", "\u{1f9ec}"), maxLength: 60 }),
  )
  .map((it) => it.replaceAll("\0", ""));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const row: fc.Arbitrary<SqlValue[]> = fc.tuple(
  fc.maxSafeInteger(),
  optional(fc.uuid()),
  optional(text),
  optional(instant),
  optional(fc.double({ noNaN: true })),
  optional(fc.boolean()),
  optional(text),
);

describe("the binary format of COPY", () => {
  let database: FreshPostgres;
  let client: pg.Client;

  beforeAll(async () => {
    database = await freshPostgres();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const columns = COLUMNS.map((it) => `"${it.name}" ${postgresDialect.columnTypes[it.type]}`);
    await client.query(`CREATE TABLE copied (place serial, ${columns.join(", ")})`);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  const copied = async (rows: readonly (readonly SqlValue[])[]): Promise<unknown[][]> => {
    await client.query("TRUNCATE copied");
    const names = COLUMNS.map((it) => it.name).join(", ");
    const copy = client.query(copyFrom(`COPY copied (${names}) FROM STDIN (FORMAT binary)`));
    await pipeline(Readable.from(copyData(COLUMNS, rows, (it) => it)), copy);
    const instantAsText = names.replace("an_instant", "extract(epoch FROM an_instant)::text AS an_instant");
    const found = await client.query<unknown[]>({
      text: `SELECT ${instantAsText} FROM copied ORDER BY place`,
      rowMode: "array",
    });
    return found.rows.map(([number, uuid, plain, seconds, ...others]) => [
      Number(number),
      uuid,
      plain,
      seconds === null ? null : new Date(Math.round(Number(seconds) * 1_000)),
      ...others,
    ]);
  };

  it("transfers every value to the server unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        expect(await copied(rows)).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  it("is built in pieces, whatever the size of a value", async () => {
    const sizes = [1, 100_000, 127_000, 131_072, 131_073, 1, 400_000, 3];
    const rows = sizes.map((size, i): SqlValue[] => [
      i,
      null,
      "é".repeat(size),
      null,
      0.1,
      true,
      "x".repeat(size),
    ]);
    expect([...copyData(COLUMNS, rows, (it) => it)].length).toBeGreaterThan(5);
    expect(await copied(rows)).toEqual(rows);
  });
});

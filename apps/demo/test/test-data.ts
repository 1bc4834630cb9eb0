import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const BESIDE_CHECKOUT = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

/** Real tables, which are not part of this project. */
export class TestData {
  private constructor(readonly folder: string) {}

  /** The folder named by `WAYMARK_TEST_DATA`, or `shared/data` beside the checkout; null if there is none. */
  static find(): TestData | null {
    const folder = resolve(process.env.WAYMARK_TEST_DATA ?? BESIDE_CHECKOUT, "genes");
    if (existsSync(folder)) return new TestData(folder);
    process.stderr.write(
      `Tests against real tables are skipped: there is no ${folder}. Set WAYMARK_TEST_DATA.\n`,
    );
    return null;
  }

  /** The rows of a tab-separated table, by column name; quotes around cells are removed. */
  async rows(file: string): Promise<Readonly<Record<string, string>>[]> {
    const bytes = await readFile(join(this.folder, file));
    return tableRows((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  }
}

/** The rows of a tab-separated text, by column name; quotes around cells are removed. */
export function tableRows(text: string): Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = text
    .split(/\r?\n/)
    .filter((it) => it !== "")
    .map((line) => line.split("\t").map((it) => it.replace(/^"(.*)"$/, "$1")));
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

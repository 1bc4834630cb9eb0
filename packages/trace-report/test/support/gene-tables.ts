import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";

import { onTestFinished } from "vitest";

const BESIDE_CHECKOUT = fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

const TABLES = [
  "hgnc_complete_set_2024-10.txt.gz",
  "hgnc_withdrawn_2026-01.tsv",
  "entrez_ensembl.tsv",
  "entrez_uniprot.tsv",
  "uniprot_ensembl_protein.tsv",
];

/** Catalog of the public tables of HGNC, NCBI Gene, UniProt and Ensembl. */
export const GENE_CATALOG = fileURLToPath(
  new URL("../../../../apps/demo/catalogs/genes.yaml", import.meta.url),
);

/** Real tables, which are not part of this project. */
export class GeneTables {
  private constructor(readonly folder: string) {}

  /** The folder named by `WAYMARK_TEST_DATA`, or `shared/data` beside the checkout; null if there is none. */
  static find(): GeneTables | null {
    const folder = resolve(process.env.WAYMARK_TEST_DATA ?? BESIDE_CHECKOUT, "genes");
    if (existsSync(folder)) return new GeneTables(folder);
    process.stderr.write(
      `Tests against real tables are skipped: there is no ${folder}. Set WAYMARK_TEST_DATA.\n`,
    );
    return null;
  }

  /** The lines of a table, without the empty one at the end. */
  async lines(file: string): Promise<string[]> {
    const bytes = await readFile(join(this.folder, file));
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    return text.replace(/\n$/, "").split("\n");
  }

  /** A copy of the folder with these tables replaced; it is removed after the test. */
  async copyWith(changed: Readonly<Record<string, readonly string[]>>): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-genes-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (const file of TABLES) {
      const lines = changed[file];
      const text = lines && `${lines.join("\n")}\n`;
      if (text === undefined) await symlink(join(this.folder, file), join(folder, file));
      else await writeFile(join(folder, file), file.endsWith(".gz") ? gzipSync(text) : text);
    }
    return folder;
  }
}

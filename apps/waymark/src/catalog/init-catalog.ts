import { constants, existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import type { CatalogInitDocument } from "../documents/catalog-init-document.js";
import type { CommandRun } from "../frame/command-run.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { makeFolder } from "../frame/store/make-folder.js";
import { quoted } from "../frame/output/quoted.js";
import { UsageError } from "../frame/usage-error.js";
import { whyUnwritable } from "../frame/output/why-unwritable.js";
import { STARTER_FILES, STARTER_FOLDER } from "../starter-files.js";

/** Runs `waymark catalog init`. */
export async function initCatalog(run: CommandRun, _options: object, given: string): Promise<ExitCode> {
  const folder = run.path(given);
  const files = STARTER_FILES.map((it) => join(folder, it));
  const there = STARTER_FILES.filter((it) => existsSync(join(folder, it)));
  if (there.length > 0)
    throw new UsageError(
      `${given} has ${there.join(", ")} already, and nothing is overwritten: choose another folder`,
      { folder, files: [...there] },
    );
  try {
    await makeFolder(folder);
    for (const it of STARTER_FILES)
      await copyFile(join(STARTER_FOLDER, it), join(folder, it), constants.COPYFILE_EXCL);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isFile = code === "EEXIST" || code === "ENOTDIR";
    throw new UsageError(
      `cannot write into ${given}: ${isFile ? "it is a file" : whyUnwritable(error)}`,
      { folder },
      error,
    );
  }
  const catalog =
    given === "catalog" || given === "." ? "" : ` --catalog ${quoted(join(given, "catalog.yaml"))}`;
  const next = [
    `waymark map ${quoted(join(given, "symbols.txt"))} --from HGNC_SYMBOL --to ENSEMBL_PROTEIN${catalog}`,
    `waymark catalog check ${quoted(join(given, "catalog.yaml"))}`,
  ];
  if (run.output.isJson) await run.output.document({ folder, files, next } satisfies CatalogInitDocument);
  else
    await run.output.write(
      [...files.map((it) => `wrote ${it}`), "", "Next:", ...next.map((it) => `  ${it}`), ""].join("\n"),
    );
  return EXIT.fine;
}

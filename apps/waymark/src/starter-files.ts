import { fileURLToPath } from "node:url";

/** The folder of the starter catalog, which is published with the built program. */
export const STARTER_FOLDER = fileURLToPath(new URL("../starter/", import.meta.url));

export const STARTER_FILES = [
  "catalog.yaml",
  "genes.tsv",
  "proteins.tsv",
  "retired.tsv",
  "symbols.txt",
] as const;

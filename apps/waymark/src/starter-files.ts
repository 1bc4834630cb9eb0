import { fileURLToPath } from "node:url";

/** The folder of the starter catalog: it is published beside the built program. */
export const STARTER_FOLDER = fileURLToPath(new URL("../starter/", import.meta.url));

export const STARTER_FILES = [
  "catalog.yaml",
  "genes.tsv",
  "proteins.tsv",
  "retired.tsv",
  "symbols.txt",
] as const;

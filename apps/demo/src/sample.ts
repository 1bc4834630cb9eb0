import { fileURLToPath } from "node:url";

/** The folder of the sample that comes with the demo, beside the built program. */
const folder = new URL("../sample/", import.meta.url);

export const SAMPLE = {
  catalog: fileURLToPath(new URL("catalog.yaml", folder)),
  input: fileURLToPath(new URL("symbols.txt", folder)),
  from: "HGNC_SYMBOL",
  to: "ENSEMBL_PROTEIN",
} as const;

import type { Defect } from "./defect.js";
import { LIST_DEFECTS } from "./list-defects.js";
import { LOOK_UP_DEFECTS } from "./look-up-defects.js";
import { UPKEEP_DEFECTS } from "./upkeep-defects.js";
import { WRITE_DEFECTS } from "./write-defects.js";

/** Mistakes that stores have made, or could easily make. */
export const DEFECTS: readonly Defect[] = [
  ...WRITE_DEFECTS,
  ...LIST_DEFECTS,
  ...LOOK_UP_DEFECTS,
  ...UPKEEP_DEFECTS,
];

import { describe } from "vitest";

import { defectiveStore } from "./defect.js";
import { DEFECTS } from "./defects.js";

// Run by defects.test.ts: the tests that must catch the defects, so each of them must fail.
for (const defect of DEFECTS) {
  const [part] = defect.caughtBy;
  describe(defect.name, () => {
    part({ name: defect.name, open: async () => ({ store: defectiveStore(defect) }) });
  });
}

import { describe } from "vitest";

import { defectiveStore } from "./defect.js";
import { DEFECTS } from "./defects.js";

// Run by defects.test.ts: the tests that have to catch the defects, and of which each therefore has to fail.
for (const defect of DEFECTS) {
  const [part] = defect.caughtBy;
  describe(defect.name, () => {
    part({ name: defect.name, open: async () => ({ store: defectiveStore(defect) }) });
  });
}

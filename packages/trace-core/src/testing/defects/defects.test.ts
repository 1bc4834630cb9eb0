import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";
import { createVitest } from "vitest/node";

import { DEFECTS } from "./defects.js";

describe("the conformance kit", () => {
  /** The states of the tests, by defect and test. */
  const states = new Map<string, string>();

  beforeAll(async () => {
    const file = fileURLToPath(new URL("defective-stores.ts", import.meta.url));
    const names = DEFECTS.map(({ name, caughtBy: [, test] }) => `^${literally(name)} .* ${literally(test)}$`);
    const vitest = await createVitest("test", {
      config: false,
      watch: false,
      include: [file],
      testNamePattern: new RegExp(names.join("|")),
      reporters: [{}],
    });
    try {
      const { testModules } = await vitest.start();
      for (const test of testModules.flatMap((it) => [...it.children.allTests()])) {
        const [defect = ""] = test.fullName.split(" > ");
        states.set(`${defect}: ${test.name}`, test.result().state);
      }
    } finally {
      await vitest.close();
    }
  }, 180_000);

  it.each(DEFECTS)("catches a store that $name", ({ name, caughtBy: [, test] }) => {
    expect(states.get(`${name}: ${test}`)).toBe("failed");
  });

  it("has distinct names for its defects", () => {
    expect(new Set(DEFECTS.map((it) => it.name)).size).toBe(DEFECTS.length);
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

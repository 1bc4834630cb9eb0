import { createInterface } from "node:readline/promises";

import type { CommandContext } from "../command-context.js";

/** Asks a question on standard error. Only `y` and `yes` count as yes; Ctrl-D counts as no. */
export async function confirm({ stdin, stderr }: CommandContext, question: string): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}

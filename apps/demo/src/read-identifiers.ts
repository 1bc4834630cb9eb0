import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { UsageError } from "./usage-error.js";

/** Reads identifiers, one per line, without blank lines. `-` is standard input. */
export async function readIdentifiers(file: string): Promise<string[]> {
  const content = file === "-" ? await text(process.stdin) : await readInput(file);
  const lines = content.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  return lines.filter((it) => it.trim() !== "");
}

async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : message;
    throw new UsageError(`cannot read ${file}: ${why}`);
  }
}

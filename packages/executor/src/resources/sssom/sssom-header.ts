import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/**
 * The metadata before the table, as YAML whose lines are those of the file; null if there is none.
 *
 * @throws Error the file cannot be read, or its gzip is damaged
 */
export async function readSssomHeader(path: string, isGzipped: boolean): Promise<string | null> {
  const file = createReadStream(path);
  const input: Readable = isGzipped ? pipeline(file, createGunzip(), () => undefined) : file;
  const lines = createInterface({ input, crlfDelay: Infinity });
  // If the input fails, its lines just end, so the error has to be kept.
  const failures: Error[] = [];
  input.on("error", (error: Error) => {
    failures.push(error);
    lines.close();
  });
  const header: string[] = [];
  let isThere = false;
  for await (const line of lines) {
    const text = header.length === 0 ? line.replace(/^\uFEFF/, "") : line;
    if (text.startsWith("#")) isThere = true;
    else if (text.trim() !== "") break;
    // Spreadsheets pad the lines of the metadata with tabs.
    header.push(text.replace(/^#/, "").replace(/[\t ]+$/, ""));
  }
  lines.close();
  input.destroy();
  for (const failure of failures) throw failure;
  return isThere ? header.join("\n") : null;
}

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const BESIDE_CHECKOUT = fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

/**
 * Schemas and files of the standards, which are not part of this project: in the folder named by `WAYMARK_TEST_DATA`,
 * or in `shared/data` beside the checkout. Null if there are none, with the reason on standard error.
 *
 * @param standard name of the folder, such as `sssom`
 */
export function findStandard(standard: string): string | null {
  const folder = resolve(process.env.WAYMARK_TEST_DATA ?? BESIDE_CHECKOUT, standard);
  if (existsSync(folder)) return folder;
  process.stderr.write(
    `Tests against the schemas of ${standard} are skipped: there is no ${folder}. Set WAYMARK_TEST_DATA.\n`,
  );
  return null;
}

export async function readJson(...path: readonly string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(...path), "utf8")) as Record<string, unknown>;
}

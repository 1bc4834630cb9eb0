import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const BESIDE_CHECKOUT = fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

/**
 * Other people's mapping sets, which are not part of this project, in the folder named by `WAYMARK_TEST_DATA`, or in
 * `shared/data` beside the checkout. Null, with the reason on standard error, if there are none.
 */
export function findSssomData(): string | null {
  const folder = resolve(process.env.WAYMARK_TEST_DATA ?? BESIDE_CHECKOUT, "sssom");
  if (existsSync(folder)) return folder;
  process.stderr.write(
    `Tests against other people's mapping sets are skipped: there is no ${folder}. Set WAYMARK_TEST_DATA.\n`,
  );
  return null;
}

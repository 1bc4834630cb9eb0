import { createHash } from "node:crypto";

import { cutText, isStorableIdentifier } from "@waymark/trace-core";

/** The id of a path, which is limited to 512 bytes: a longer chain is cut, and made unique by a hash. */
export function pathId(chain: string): string {
  if (isStorableIdentifier(chain)) return chain;
  return `${cutText(chain, 100)}…${createHash("sha256").update(chain).digest("hex")}`;
}

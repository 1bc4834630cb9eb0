import { createHash } from "node:crypto";

import { cutText, isStorableIdentifier } from "@waymark/trace-core";

/** A path's id is a name, of at most 512 bytes: a longer chain is cut and told apart by a hash. */
export function pathId(chain: string): string {
  if (isStorableIdentifier(chain)) return chain;
  return `${cutText(chain, 100)}…${createHash("sha256").update(chain).digest("hex")}`;
}

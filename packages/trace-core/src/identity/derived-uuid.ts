import { hash } from "node:crypto";

/** Reused for every id, since joining slices would allocate a dozen intermediate strings. */
const text = Buffer.alloc(36, "-");

/** RFC 9562, section 5.8. */
const VERSION = "8".charCodeAt(0);

/** The variant digit, by the hexadecimal digit that it replaces. */
const VARIANTS = "89ab89ab89ab89ab";

/**
 * A UUIDv8 (RFC 9562, section 5.8) from the SHA-256 of the parts, each preceded by its length in bytes, so that no two
 * lists of parts are hashed alike.
 */
export function derivedUuid(kind: string, parts: readonly string[]): string {
  let preimage = `waymark:${kind}`;
  for (const part of parts) preimage += `\n${String(Buffer.byteLength(part))}:${part}`;
  return uuidOf(hash("sha256", preimage, "hex"));
}

/** The first 128 bits, with version and variant set. */
function uuidOf(hex: string): string {
  let at = 0;
  for (let i = 0; i < 32; i++) {
    if (i === 8 || i === 12 || i === 16 || i === 20) at++;
    text[at++] = hex.charCodeAt(i);
  }
  text[14] = VERSION;
  text[19] = VARIANTS.charCodeAt(digit(hex.charCodeAt(16)));
  return text.toString("latin1");
}

/** The value of the hexadecimal digit with this character code. */
function digit(code: number): number {
  return code < 58 ? code - 48 : code - 87;
}

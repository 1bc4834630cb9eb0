import { hash } from "node:crypto";

/**
 * A UUIDv8 (RFC 9562, section 5.8) of the SHA-256 of the parts, each preceded by its length in bytes, so that no two
 * lists of parts give the same text.
 */
export function derivedUuid(kind: string, parts: readonly string[]): string {
  let text = `waymark:${kind}`;
  for (const part of parts) text += `\n${String(Buffer.byteLength(part))}:${part}`;
  const hex = hash("sha256", text, "hex");
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

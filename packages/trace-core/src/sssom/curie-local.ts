/**
 * The local part of a CURIE is the end of an IRI, in which some characters cannot be: they are written in percent
 * notation, and with them the percent sign, so that `decodeCurieLocal` gives back the identifier as it was. A slash is
 * only where it would make the CURIE look like an address.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3987#section-2.2
 */
export function encodeCurieLocal(identifier: string): string {
  return identifier.replace(/[%\s<>"{}|\\^`\p{Cc}\uFEFF\uFFFD]|^\/(?=\/)/gu, encodeURIComponent);
}

/** The identifier that stands in a CURIE: what only can be there in percent notation, without it. All else stays as it is. */
export function decodeCurieLocal(local: string): string {
  if (!local.includes("%")) return local;
  return local
    .replace(/^%2F(?=\/)/i, "/")
    .replace(ENCODED, (code) => DECODED.get(code.toUpperCase()) ?? code);
}

const ENCODED = /%[0-7][\dA-F]|%[CD][\dA-F]%[89AB][\dA-F]|%E[\dA-F](?:%[89AB][\dA-F]){2}/gi;

/** What `encodeCurieLocal` encodes, but the slash: in the Basic Multilingual Plane all, since no space is beyond it. */
const DECODED: ReadonlyMap<string, string> = new Map(
  [
    ...range(0, 0xa0),
    0x1680,
    ...range(0x2000, 0x200a),
    0x2028,
    0x2029,
    0x202f,
    0x205f,
    0x3000,
    0xfeff,
    0xfffd,
  ]
    .map((code) => String.fromCodePoint(code))
    .map((text): [string, string] => [encodeCurieLocal(text), text])
    .filter(([code, text]) => code !== text),
);

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

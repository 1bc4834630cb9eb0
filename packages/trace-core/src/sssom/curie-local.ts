/**
 * Percent-encodes the characters of an identifier that an IRI may not contain, since the local part of a CURIE is the
 * end of an IRI. The percent sign is encoded, too, so that `decodeCurieLocal` restores the identifier exactly, and so
 * is white space of all kinds, though an IRI may contain some. A slash is encoded only where it would make the CURIE
 * look like a URL: at the start, before another slash.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3987#section-2.2
 * @see https://www.rfc-editor.org/rfc/rfc3987#section-4.1 on formatting of bidirectional text
 */
export function encodeCurieLocal(identifier: string): string {
  return identifier.replace(NOT_IN_IRI, encodeURIComponent);
}

/** Restores an identifier from a CURIE. Decodes only what `encodeCurieLocal` encodes, and leaves everything else. */
export function decodeCurieLocal(local: string): string {
  if (!local.includes("%")) return local;
  return local.replace(/^%2F(?=\/)/i, "/").replace(ENCODED, decoded);
}

const NOT_IN_IRI =
  /[%\s<>"{}|\\^`[\]\p{Cc}\p{Co}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFFF0-\uFFFF\u{E0000}-\u{E0FFF}]|^\/(?=\/)/gu;

/** One percent-encoded character in UTF-8. */
const ENCODED =
  /%[0-7][\dA-F]|%[CD][\dA-F]%[89AB][\dA-F]|%E[\dA-F](?:%[89AB][\dA-F]){2}|%F[0-4](?:%[89AB][\dA-F]){3}/gi;

/** Keeps a code that is not the encoding of its character: invalid UTF-8, or a character that needs no encoding. */
function decoded(code: string): string {
  const character = Buffer.from(code.replaceAll("%", ""), "hex").toString();
  return encodeCurieLocal(character) === code.toUpperCase() ? character : code;
}

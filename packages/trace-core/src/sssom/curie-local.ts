/**
 * The local part of a CURIE is the end of an IRI, in which some characters cannot be: they are written in percent
 * notation, and with them the percent sign, so that `decodeCurieLocal` gives back the identifier as it was. So are spaces
 * of all kinds, though an IRI may have some. A slash is only where it would make the CURIE look like an address.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3987#section-2.2
 * @see https://www.rfc-editor.org/rfc/rfc3987#section-4.1 on formatting of bidirectional text
 */
export function encodeCurieLocal(identifier: string): string {
  return identifier.replace(NOT_IN_IRI, encodeURIComponent);
}

/** The identifier that stands in a CURIE: what only can be there in percent notation, without it. All else stays as it is. */
export function decodeCurieLocal(local: string): string {
  if (!local.includes("%")) return local;
  return local.replace(/^%2F(?=\/)/i, "/").replace(ENCODED, decoded);
}

const NOT_IN_IRI =
  /[%\s<>"{}|\\^`[\]\p{Cc}\p{Co}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFFF0-\uFFFF\u{E0000}-\u{E0FFF}]|^\/(?=\/)/gu;

/** Of one character in UTF-8. */
const ENCODED =
  /%[0-7][\dA-F]|%[CD][\dA-F]%[89AB][\dA-F]|%E[\dA-F](?:%[89AB][\dA-F]){2}|%F[0-4](?:%[89AB][\dA-F]){3}/gi;

/** What is no UTF-8 becomes a character that is encoded in another way, and stays as it is like all that need not be encoded. */
function decoded(code: string): string {
  const character = Buffer.from(code.replaceAll("%", ""), "hex").toString();
  return encodeCurieLocal(character) === code.toUpperCase() ? character : code;
}

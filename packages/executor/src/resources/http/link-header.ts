const LINK = /<([^<>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"[^"]*"|[^",;\s]*))?)*)/g;
const REL = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]+))/i;

/** The target of the first `rel="next"` in a `Link` header (RFC 8288), as it is written; null if there is none. */
export function nextLink(header: string | null): string | null {
  for (const [, target = "", parameters = ""] of (header ?? "").matchAll(LINK)) {
    const [, quoted, bare] = REL.exec(parameters) ?? [];
    if ((quoted ?? bare ?? "").toLowerCase().split(/\s+/).includes("next")) return target;
  }
  return null;
}

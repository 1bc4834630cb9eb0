/** What PROV-JSON allows as an attribute value. */
export type ProvValue = string | number | boolean | ProvLiteral | readonly string[];

interface ProvLiteral {
  readonly $: string;
  readonly type: string;
}

export type ProvAttributes = Readonly<Record<string, ProvValue>>;

/** One entry of a group: its identifier and its attributes. */
export type ProvEntry = readonly [id: string, attributes: ProvAttributes];

/** A group of PROV-JSON, such as `entity`, whose entries arrive page by page. */
export type ProvGroup = readonly [name: string, pages: AsyncIterable<readonly ProvEntry[]>];

/** The value of an attribute that is a name of PROV or of our own. */
export function qualifiedName(name: string): ProvLiteral {
  return { $: name, type: "prov:QUALIFIED_NAME" };
}

/** Leaves out nulls and empty lists, which PROV-JSON does not have. */
export function attributes(all: Readonly<Record<string, ProvValue | null>>): ProvAttributes {
  const there = Object.entries(all).filter(
    ([, it]) => it !== null && !(Array.isArray(it) && it.length === 0),
  );
  return Object.fromEntries(there) as ProvAttributes;
}

/**
 * The document, page by page. Each group occurs once and in one piece, as JSON requires; empty groups are left out.
 *
 * @see https://www.w3.org/submissions/prov-json/
 */
export async function* provDocument(
  prefix: Readonly<Record<string, string>>,
  groups: readonly ProvGroup[],
): AsyncGenerator<string, void, undefined> {
  yield `{\n"prefix": ${JSON.stringify(prefix)}`;
  for (const [name, pages] of groups) {
    let isOpen = false;
    for await (const page of pages) {
      if (page.length === 0) continue;
      const entries = page.map(([id, it]) => `${JSON.stringify(id)}: ${JSON.stringify(it)}`).join(",\n");
      yield (isOpen ? ",\n" : `,\n${JSON.stringify(name)}: {\n`) + entries;
      isOpen = true;
    }
    if (isOpen) yield "\n}";
  }
  yield "\n}\n";
}

/** Prefixes that every mapping set may use without declaring them. */
const BUILT_IN = ["linkml", "owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd"];

/** `prefix:local`, without characters that cannot occur in an IRI. */
const CURIE = /^([^\s:/<>"{}|\\^`]+):([^\s<>"{}|\\^`]+)$/;

/** An identifier whose prefix is written as it is declared. */
export interface Curie {
  readonly prefix: string;
  readonly local: string;
  /** Both, with the colon between them. */
  readonly text: string;
}

export type ReadCurie = Curie | { readonly reason: string };

/** The prefixes of a mapping set, recognised in any case. */
export class CuriePrefixes {
  private readonly declared: ReadonlySet<string>;
  private readonly byLowerCase: ReadonlyMap<string, string>;

  /** @param declared those of the set's `curie_map` */
  constructor(declared: Iterable<string>) {
    // A built-in prefix has one spelling, however the set declares it.
    const own = [...declared].filter((it) => !BUILT_IN.includes(it.toLowerCase()));
    const all = [...own, ...BUILT_IN];
    this.declared = new Set(all);
    // If prefixes differ only in case, a text in yet another case belongs to the first of them.
    this.byLowerCase = new Map(all.reverse().map((it) => [it.toLowerCase(), it]));
  }

  /** As they are declared, the built-in ones last. */
  get names(): Iterable<string> {
    return this.declared;
  }

  /** The prefix as it is declared, or undefined when it is not. */
  find(prefix: string): string | undefined {
    return this.declared.has(prefix) ? prefix : this.byLowerCase.get(prefix.toLowerCase());
  }

  /** The CURIE, or why the text is not one. */
  read(text: string): ReadCurie {
    if (text.includes("\uFFFD")) return { reason: "it is not UTF-8" };
    const [, written = "", local = ""] = CURIE.exec(text) ?? [];
    if (local === "" || local.startsWith("//")) return { reason: "it is not a CURIE" };
    const prefix = this.find(written);
    if (prefix === undefined) return { reason: `its prefix ${written} is not in the curie_map` };
    return { prefix, local, text: `${prefix}:${local}` };
  }
}

import { LineCounter, parseDocument, type Document, type Node, type YAMLError } from "yaml";

import { CatalogNode, type CatalogSource } from "./catalog-node.js";
import { InvalidCatalogError, type CatalogProblem } from "../invalid-catalog-error.js";

/** A catalog file, and all problems that were found in it. */
export class CatalogDocument implements CatalogSource {
  readonly root: CatalogNode;
  readonly yaml: Document;
  private readonly problems: CatalogProblem[] = [];
  private readonly lines = new LineCounter();

  /**
   * @param shape what the file may contain: a catalog is a map
   * @throws InvalidCatalogError it is not YAML, or of another shape
   */
  constructor(
    readonly file: string,
    private readonly text: string,
    shape: "map" | "map or list" = "map",
  ) {
    this.yaml = parseDocument(text, { lineCounter: this.lines, uniqueKeys: true });
    for (const error of this.yaml.errors) this.noteAt(error.pos[0], this.explain(error));
    this.throwIfInvalid();
    this.root = new CatalogNode(this, this.yaml.contents, "");
    if (!this.root.isMap && !(shape === "map or list" && this.root.isList))
      this.note(
        this.yaml.contents,
        shape === "map" ? "a catalog is a map of types, resources and paths" : "overrides are a list",
      );
    this.throwIfInvalid();
  }

  note(node: Node | null, message: string): void {
    this.noteAt(node?.range?.[0] ?? 0, message);
  }

  /** Notes a problem in another file. */
  noteElsewhere(problem: CatalogProblem): void {
    this.problems.push(problem);
  }

  /** Whether any problem was noted. */
  get isInvalid(): boolean {
    return this.problems.length > 0;
  }

  /** @throws InvalidCatalogError */
  throwIfInvalid(): void {
    if (!this.isInvalid) return;
    const isElsewhere = (it: CatalogProblem): number => (it.file === this.file ? 0 : 1);
    throw new InvalidCatalogError(
      [...this.problems].sort(
        (a, b) =>
          isElsewhere(a) - isElsewhere(b) ||
          (a.line ?? 0) - (b.line ?? 0) ||
          (a.column ?? 0) - (b.column ?? 0),
      ),
    );
  }

  private noteAt(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({ file: this.file, line: Math.max(line, 1), column: Math.max(col, 1), message });
  }

  private explain({ code, message, pos }: YAMLError): string {
    if (code === "DUPLICATE_KEY") {
      const [key = ""] = /^[^:\s]*/.exec(this.text.slice(pos[0])) ?? [];
      return `two entries are named ${key} here: give each a name of its own`;
    }
    const [first = message] = message.split("\n");
    return first.replace(/ at line \d+, column \d+:?$/, "");
  }
}

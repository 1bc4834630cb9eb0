import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from "yaml";

import { InvalidCatalogError, type CatalogProblem } from "./invalid-catalog-error.js";
import { unknownName } from "./create-catalog.js";

/** A value of the catalog file, with its place. */
export interface Located<T> {
  readonly value: T;
  readonly at: CatalogNode;
}

/** A node of the catalog file that reads itself as what is expected there, and notes what is wrong. */
export class CatalogNode {
  constructor(
    private readonly document: CatalogDocument,
    private readonly node: Node | null,
    /** Where it stands, such as `resources.hgnc.file`. */
    readonly path: string,
  ) {}

  problem(message: string): undefined {
    this.document.note(this.node, `${this.path}: ${message}`);
    return undefined;
  }

  get isText(): boolean {
    return isScalar(this.node) && typeof this.node.value === "string";
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** Also a number or a date as it is written: releases look like both. */
  text(): string | undefined {
    if (isScalar(this.node) && this.node.value !== null && typeof this.node.value !== "boolean") {
      const text = this.node.source ?? JSON.stringify(this.node.value);
      if (text !== "") return text;
    }
    return this.problem("must be a text that is not empty");
  }

  number(min: number, max: number, isWhole = false): number | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    if (typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)))
      return value;
    const range =
      max === Number.MAX_SAFE_INTEGER ? `from ${String(min)}` : `from ${String(min)} to ${String(max)}`;
    return this.problem(`must be a ${isWhole ? "whole " : ""}number ${range}`);
  }

  boolean(): boolean | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    return typeof value === "boolean" ? value : this.problem("must be true or false");
  }

  oneOf<const T extends string>(values: readonly T[]): T | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    return values.find((it) => it === value) ?? this.problem(`must be one of ${values.join(", ")}`);
  }

  items(): CatalogNode[] {
    if (isSeq(this.node)) {
      return this.node.items.map(
        (item, i) => new CatalogNode(this.document, item as Node, `${this.path}[${String(i)}]`),
      );
    }
    this.problem("must be a list");
    return [];
  }

  /** The entries of a map whose keys are names of the user's own. */
  entries(): [name: string, value: CatalogNode][] {
    if (!isMap(this.node)) {
      this.problem("must be a map");
      return [];
    }
    return this.node.items.map(({ key, value }) => {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
      const at = (value ?? key) as Node;
      return [name, new CatalogNode(this.document, at, this.path === "" ? name : `${this.path}.${name}`)];
    });
  }

  /** The entries of a map whose keys are these; any other is a problem. */
  fields<const K extends string>(keys: readonly K[]): Partial<Record<K, CatalogNode>> {
    const fields: Partial<Record<K, CatalogNode>> = {};
    for (const [name, value] of this.entries()) {
      const key = keys.find((it) => it === name);
      if (key === undefined) value.problem(unknownName("key", name, keys));
      else fields[key] = value;
    }
    return fields;
  }
}

/** A catalog file, and all that was found to be wrong with it. */
export class CatalogDocument {
  readonly root: CatalogNode;
  private readonly problems: CatalogProblem[] = [];
  private readonly lines = new LineCounter();

  constructor(
    readonly file: string,
    text: string,
  ) {
    const document = parseDocument(text, { lineCounter: this.lines, uniqueKeys: true });
    for (const { message, pos } of document.errors) {
      const { line, col } = this.lines.linePos(pos[0]);
      const [first = message] = message.split("\n");
      this.problems.push({
        file,
        line,
        column: col,
        message: first.replace(/ at line \d+, column \d+:?$/, ""),
      });
    }
    this.root = new CatalogNode(this, document.contents, "");
    this.throwIfInvalid();
  }

  note(node: Node | null, message: string): void {
    const offset = node?.range?.[0];
    const { line, col } = offset === undefined ? { line: 1, col: 1 } : this.lines.linePos(offset);
    this.problems.push({ file: this.file, line, column: col, message: message.replace(/^: /, "") });
  }

  /** For what is wrong in another file. */
  noteElsewhere(problem: CatalogProblem): void {
    this.problems.push(problem);
  }

  /** @throws InvalidCatalogError */
  throwIfInvalid(): void {
    if (this.problems.length > 0) throw new InvalidCatalogError(this.problems);
  }
}

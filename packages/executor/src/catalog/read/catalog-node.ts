import type { JsonValue } from "@waymark/trace-core";
import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from "yaml";

import { unknownName } from "../../messages/unknown-name.js";

/** The document to which a node belongs. */
export interface CatalogSource {
  readonly yaml: Document;
  /** Notes a problem with a node, or with the whole document if there is no node. */
  note(node: Node | null, message: string): void;
}

/**
 * A node of the catalog file. Its methods read it as the kind of value that is expected, and note a problem if it is
 * another.
 */
export class CatalogNode {
  private readonly node: Node | null;

  constructor(
    private readonly source: CatalogSource,
    node: Node | null,
    /** Its path in the file, such as `resources.hgnc.file`. */
    readonly path: string,
    /** The key of a map's entry; a list's item as written, which may be an alias. */
    private readonly key: Node | null = null,
  ) {
    this.node = isAlias(node) ? (node.resolve(source.yaml) ?? null) : node;
  }

  /** Notes a problem: of a map or a list at its key, of anything else at the value. */
  problem(message: string): undefined {
    const at = isScalar(this.node) ? this.node : (this.key ?? this.node);
    this.source.note(at, this.path === "" ? message : `${this.path}: ${message}`);
    return undefined;
  }

  get isText(): boolean {
    return isScalar(this.node) && typeof this.node.value === "string";
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  /** Also accepts a number or a date, as it is written: releases look like both. */
  text(): string | undefined {
    if (isScalar(this.node) && this.node.value !== null && typeof this.node.value !== "boolean") {
      const text = this.node.source ?? JSON.stringify(this.node.value);
      if (text !== "") return text;
    }
    return this.problem("must be a non-empty string");
  }

  number(min: number, max: number, isWhole = false): number | undefined {
    const value = isScalar(this.node) ? this.node.value : undefined;
    if (typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)))
      return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
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

  /** Any value, as plain JSON. */
  json(): JsonValue {
    return (this.node?.toJS(this.source.yaml) ?? null) as JsonValue;
  }

  items(): CatalogNode[] {
    if (isSeq(this.node)) {
      return this.node.items.map(
        (item, i) => new CatalogNode(this.source, item as Node, `${this.path}[${i}]`, item as Node),
      );
    }
    this.problem("must be a list");
    return [];
  }

  /** The entries of a map with arbitrary keys. */
  entries(): [name: string, value: CatalogNode][] {
    if (!isMap(this.node)) {
      this.problem("must be a map");
      return [];
    }
    return this.node.items.map(({ key, value }) => {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : String(key);
      const path = this.path === "" ? name : `${this.path}.${name}`;
      return [name, new CatalogNode(this.source, value as Node | null, path, key as Node)];
    });
  }

  /** The entries of a map with these keys; any other key is a problem. */
  fields<const K extends string>(keys: readonly K[]): Partial<Record<K, CatalogNode>> {
    const fields: Partial<Record<K, CatalogNode>> = {};
    for (const [name, value] of this.entries()) {
      const key = keys.find((it) => it === name);
      if (key !== undefined) fields[key] = value;
      else this.source.note(value.key, `${value.path}: ${unknownName("key", name, keys)}`);
    }
    return fields;
  }
}

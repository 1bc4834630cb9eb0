import { calculateObjectSize, type Document } from "bson";

import { writeConflict } from "./command-error.js";

interface Version {
  readonly number: number;
  /** Null if it was removed. */
  readonly document: Document | null;
}

/** A transaction: the snapshot that it sees, and its uncommitted writes. */
export interface Transaction {
  /** It sees everything committed up to this version. */
  readonly snapshot: number;
  readonly writes: Map<string, Map<string, Document | null>>;
  readonly begunAt: number;
}

/** The documents of one collection, in all versions. */
class Collection {
  readonly versions = new Map<string, Version[]>();
  /** The keys of the indexes, by name. */
  readonly indexes = new Map<string, Document>();
  /** For each indexed field, the ids of documents by its value, in any version. */
  private readonly fields = new Map<string, Map<unknown, Set<string>>>();

  addIndex(name: string, key: Document): void {
    this.indexes.set(name, key);
    for (const field of Object.keys(key)) this.index(field);
  }

  private index(field: string): void {
    if (this.fields.has(field)) return;
    this.fields.set(field, new Map());
    for (const [id, versions] of this.versions) for (const it of versions) this.note(field, id, it.document);
  }

  commit(id: string, version: Version): void {
    const versions = this.versions.get(id);
    if (versions === undefined) this.versions.set(id, [version]);
    else versions.push(version);
    for (const field of this.fields.keys()) this.note(field, id, version.document);
  }

  /** The ids of all documents that may have one of these values; undefined if the field is not indexed. */
  having(field: string, values: readonly unknown[]): Set<string> | undefined {
    const index = this.fields.get(field);
    if (index === undefined) return undefined;
    const ids = new Set<string>();
    for (const value of values) for (const id of index.get(value) ?? []) ids.add(id);
    return ids;
  }

  private note(field: string, id: string, document: Document | null): void {
    if (document === null) return;
    const index = this.fields.get(field);
    const value: unknown = document[field];
    const ids = index?.get(value);
    if (ids === undefined) index?.set(value, new Set([id]));
    else ids.add(id);
  }
}

/** Versioned collections with snapshot isolation: of two writers of one document, the first wins. */
export class Storage {
  private version = 0;
  private readonly collections = new Map<string, Collection>();
  private readonly locks = new Map<string, Transaction>();

  begin(): Transaction {
    return { snapshot: this.version, writes: new Map(), begunAt: Date.now() };
  }

  collection(namespace: string): Collection {
    let collection = this.collections.get(namespace);
    if (collection === undefined) this.collections.set(namespace, (collection = new Collection()));
    return collection;
  }

  names(database: string): string[] {
    const prefix = `${database}.`;
    return [...this.collections.keys()]
      .filter((it) => it.startsWith(prefix))
      .map((it) => it.slice(prefix.length));
  }

  /** The size of the latest versions of a database's documents. */
  bytes(database: string): number {
    let bytes = 0;
    for (const name of this.names(database)) {
      for (const versions of this.collection(`${database}.${name}`).versions.values())
        bytes += calculateObjectSize(versions.at(-1)?.document ?? {});
    }
    return bytes;
  }

  dropDatabase(database: string): void {
    for (const name of this.names(database)) this.collections.delete(`${database}.${name}`);
  }

  read(namespace: string, id: string, transaction: Transaction): Document | null {
    const own = transaction.writes.get(namespace)?.get(id);
    if (own !== undefined) return own;
    const versions = this.collections.get(namespace)?.versions.get(id);
    return versions?.findLast((it) => it.number <= transaction.snapshot)?.document ?? null;
  }

  write(namespace: string, id: string, document: Document | null, transaction: Transaction): void {
    const key = `${namespace}\0${id}`;
    const holder = this.locks.get(key);
    const latest = this.collection(namespace).versions.get(id)?.at(-1)?.number ?? 0;
    if ((holder !== undefined && holder !== transaction) || latest > transaction.snapshot)
      throw writeConflict();
    this.locks.set(key, transaction);
    const writes = transaction.writes.get(namespace);
    if (writes === undefined) transaction.writes.set(namespace, new Map([[id, document]]));
    else writes.set(id, document);
  }

  commit(transaction: Transaction): void {
    const number = ++this.version;
    for (const [namespace, writes] of transaction.writes) {
      const collection = this.collection(namespace);
      for (const [id, document] of writes) collection.commit(id, { number, document });
    }
    this.release(transaction);
  }

  release(transaction: Transaction): void {
    for (const [namespace, writes] of transaction.writes) {
      for (const id of writes.keys()) this.locks.delete(`${namespace}\0${id}`);
    }
  }
}

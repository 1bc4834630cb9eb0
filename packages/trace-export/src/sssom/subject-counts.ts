import { hash } from "node:crypto";

import { IdSet } from "../id-set/id-set.js";

/**
 * Which objects have several subjects, and which subjects several objects: exact, in a bounded part of memory, see `IdSet`.
 * Pairs are counted subject by subject, each pair once. To be closed.
 */
export class SubjectCounts {
  private readonly objects = new IdSet();
  private readonly sharedObjects = new IdSet();
  private readonly manySubjects = new IdSet();
  private last = "";

  /** Those of one subject; its others, if any, come right before or after. */
  count(subject: string, objects: readonly string[], isCut: boolean): void {
    if (objects.length === 0) return;
    for (const object of objects) {
      const key = keyOf(object);
      if (!this.objects.add(key)) this.sharedObjects.add(key);
    }
    if (subject === this.last || objects.length > 1 || isCut) this.manySubjects.add(keyOf(subject));
    this.last = subject;
  }

  cardinality(subject: string, object: string): "1:1" | "1:n" | "n:1" | "n:n" {
    const hasMany = this.manySubjects.has(keyOf(subject));
    return this.sharedObjects.has(keyOf(object)) ? (hasMany ? "n:n" : "n:1") : hasMany ? "1:n" : "1:1";
  }

  /** Idempotent. */
  close(): void {
    for (const it of [this.objects, this.sharedObjects, this.manySubjects]) it.close();
  }
}

/** The set takes 128 bits a key; two CURIEs that share those of their SHA-256 do not occur. */
function keyOf(curie: string): string {
  return hash("sha256", curie).slice(0, 32);
}

import { hash } from "node:crypto";

import { IdSet } from "../id-set/id-set.js";

/**
 * Which objects have several subjects, and which subjects several objects. Exact, in bounded memory, see `IdSet`. Pairs
 * may arrive in any order and more than once, since several identifiers may have the same CURIE. Has to be closed.
 */
export class SubjectCounts {
  private readonly pairs = new IdSet();
  private readonly objects = new IdSet();
  private readonly sharedObjects = new IdSet();
  private readonly subjects = new IdSet();
  private readonly manySubjects = new IdSet();

  /** @param isCut whether the subject has more objects than these */
  count(subject: string, objects: readonly string[], isCut: boolean): void {
    if (objects.length === 0) return;
    const subjectKey = keyOf(subject);
    for (const object of objects) {
      // A CURIE never contains a space.
      if (!this.pairs.add(keyOf(`${subject} ${object}`))) continue;
      const objectKey = keyOf(object);
      if (!this.objects.add(objectKey)) this.sharedObjects.add(objectKey);
      if (!this.subjects.add(subjectKey)) this.manySubjects.add(subjectKey);
    }
    if (isCut) this.manySubjects.add(subjectKey);
  }

  cardinality(subject: string, object: string): "1:1" | "1:n" | "n:1" | "n:n" {
    const hasMany = this.manySubjects.has(keyOf(subject));
    return this.sharedObjects.has(keyOf(object)) ? (hasMany ? "n:n" : "n:1") : hasMany ? "1:n" : "1:1";
  }

  /** Idempotent. */
  close(): void {
    for (const it of [this.pairs, this.objects, this.sharedObjects, this.subjects, this.manySubjects])
      it.close();
  }
}

/** A key has 128 bits, the beginning of the text's SHA-256; collisions are too unlikely to matter. */
function keyOf(text: string): string {
  return hash("sha256", text).slice(0, 32);
}

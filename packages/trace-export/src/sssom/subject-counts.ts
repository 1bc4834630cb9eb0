import { hash } from "node:crypto";

import { IdSet } from "../id-set/id-set.js";

/**
 * Which objects have several subjects, and which subjects several objects: exact, in a bounded part of memory, see `IdSet`.
 * Pairs may come in any order and more than once, since several identifiers can be one CURIE. To be closed.
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
      // No CURIE has a space.
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

/** The set takes 128 bits a key; two texts that share those of their SHA-256 do not occur. */
function keyOf(text: string): string {
  return hash("sha256", text).slice(0, 32);
}

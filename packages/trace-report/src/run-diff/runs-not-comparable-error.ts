import { WaymarkError, type MappingSession } from "@waymark/trace-core";

/** Two runs map between different types, so no identifier has an answer in both. Code `runs-not-comparable`. */
export class RunsNotComparableError extends WaymarkError {
  constructor(a: MappingSession, b: MappingSession) {
    super(
      `Session ${a.id} maps ${a.sourceType} to ${a.targetType}, session ${b.id} maps ${b.sourceType} to ${b.targetType}: ` +
        "compare two sessions that map between the same types",
      { code: "runs-not-comparable", details: { a: a.id, b: b.id } },
    );
  }
}

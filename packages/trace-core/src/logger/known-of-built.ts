import type { KnownOfRecords } from "../adapter/batch/prepare-batch.js";
import type { EntityMappingInput, TraceBatchInput } from "./record-inputs.js";

/** What is known about the records that `RecordBuilder` made of an input: which parts it filled in itself. */
export function knownOfBuilt(input: TraceBatchInput): KnownOfRecords {
  return {
    isIdDerived: (kind, index) =>
      (kind === "mappings" || kind === "provenance") && input[kind]?.[index]?.id === undefined,
    isOwn: (kind, index) =>
      // Their hops and dates are always new objects, and all else is primitive.
      kind === "provenance" ||
      kind === "metrics" ||
      (kind === "mappings" && isOwnMapping(input.mappings?.[index])),
  };
}

/** Whether every field that is an object was filled in by the builder; primitive values cannot be changed. */
function isOwnMapping(input: EntityMappingInput | undefined): boolean {
  return (
    input !== undefined &&
    input.firstSeenAt === undefined &&
    input.lastSeenAt === undefined &&
    input.observedAt === undefined &&
    input.metadata === undefined &&
    input.mappingSource === undefined &&
    input.derivationPath === undefined
  );
}

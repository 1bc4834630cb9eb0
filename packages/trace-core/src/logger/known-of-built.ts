import type { KnownOfRecords } from "../adapter/batch/prepare-batch.js";
import type { EntityMappingInput, TraceBatchInput } from "./record-inputs.js";

/** What is known of the records that `RecordBuilder` made of an input: what it filled in itself. */
export function knownOfBuilt(input: TraceBatchInput): KnownOfRecords {
  return {
    isIdDerived: (kind, index) =>
      (kind === "mappings" || kind === "provenance") && input[kind]?.[index]?.id === undefined,
    isOwn: (kind, index) =>
      // Hops and dates of these are always made anew, and all else is texts and numbers.
      kind === "provenance" ||
      kind === "metrics" ||
      (kind === "mappings" && isOwnMapping(input.mappings?.[index])),
  };
}

/** Texts and numbers cannot be changed; all else must have been filled in. */
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

import type { KnownOfRecords } from "../adapter/prepare-batch.js";
import type { EntityMappingInput, EntityMappingProvenanceInput, TraceBatchInput } from "./record-inputs.js";

/** What is known of the records that `RecordBuilder` made of an input: what it filled in itself. */
export function knownOfBuilt(input: TraceBatchInput): KnownOfRecords {
  return {
    isIdDerived: (kind, index) =>
      (kind === "mappings" || kind === "provenance") && input[kind]?.[index]?.id === undefined,
    isOwn: (kind, index) => {
      if (kind === "mappings") return isOwnMapping(input.mappings?.[index]);
      return kind === "provenance" && isOwnProvenance(input.provenance?.[index]);
    },
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

/** Its hops are always made anew. */
function isOwnProvenance(input: EntityMappingProvenanceInput | undefined): boolean {
  return input !== undefined && input.recordedAt === undefined;
}

import { canonicalJson } from "../text/canonical-json.js";
import { hopsText } from "../text/hops-text.js";
import type { ProvenanceHop } from "../records/entity-mapping-provenance.js";
import { derivedUuid } from "./derived-uuid.js";

/** The id of the observation of this mapping, in this path execution, through these hops. */
export function provenanceId(
  mappingId: string,
  pathExecutionId: string,
  hops: readonly ProvenanceHop[],
): string {
  return derivedUuid("provenance", [mappingId, pathExecutionId, canonicalJson(hops)]);
}

/** The same as `provenanceId`, but faster; for hops that are known to be complete and to have no other fields. */
export function provenanceIdOfFinal(
  mappingId: string,
  pathExecutionId: string,
  hops: readonly ProvenanceHop[],
): string {
  return derivedUuid("provenance", [mappingId, pathExecutionId, hopsText(hops)]);
}

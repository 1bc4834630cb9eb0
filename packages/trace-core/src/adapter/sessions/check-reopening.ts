import { InvalidQueryError } from "../../errors/store-errors.js";
import type { SessionOwner } from "../../records/mapping-session.js";
import { RecordCheck } from "../rules/record-check.js";
import { checkOwner } from "../rules/session-rules.js";

/**
 * Checks the arguments of `reopenSession`.
 *
 * @throws InvalidQueryError the expected status is neither `abandoned` nor `cancelled`
 * @throws InvalidTraceRecordError the owner breaks a rule of its fields
 */
export function checkReopening(expectedStatus: "abandoned" | "cancelled", owner: SessionOwner | null): void {
  const status: unknown = expectedStatus;
  if (status !== "abandoned" && status !== "cancelled") {
    throw new InvalidQueryError("Only a session that is abandoned or cancelled can be reopened", {
      argument: "expectedStatus",
    });
  }
  checkOwner(owner, new RecordCheck().at("MappingSession", null));
}

import { isStorableIdentifier, type TraceStore } from "@waymark/trace-core";

import { excerpt } from "../../shared/excerpt.js";
import type { SecondaryUse, SecondaryUses } from "../explanation.js";
import { findSecondaryUses, type FoundSecondaryUse } from "./find-secondary-uses.js";
import { otherSpellings } from "../identifier/other-spellings.js";
import { SessionVersions } from "../session-versions.js";

export interface SecondaryUsesRequest {
  readonly identifier: string;
  /** Only this type of the identifier. */
  readonly type?: string | undefined;
  /** Only in runs with this target type. */
  readonly targetType?: string | undefined;
  /** Only in this run. */
  readonly sessionId?: string | undefined;
  readonly maxUses: number;
}

export interface ExplainedSecondaryUses {
  readonly secondaryUses: SecondaryUses;
  /** Other spellings that were secondary identifiers of rows. */
  readonly suggestions: readonly string[];
}

export const NO_SECONDARY_USES: ExplainedSecondaryUses = {
  secondaryUses: { items: [], total: 0, truncated: false, sessionsSearched: 0 },
  suggestions: [],
};

/** The rows of which the identifier was a secondary identifier, and what it led to. */
export async function explainSecondaryUses(
  store: TraceStore,
  { identifier, type, targetType, sessionId, maxUses }: SecondaryUsesRequest,
): Promise<ExplainedSecondaryUses> {
  if (!isStorableIdentifier(identifier)) return NO_SECONDARY_USES;
  const wanted = new Set([identifier, ...otherSpellings(identifier, type)]);
  const { uses, isComplete, sessionsSearched } = await findSecondaryUses(store, wanted, sessionId);
  const fitting = uses.filter(
    (it) =>
      (type === undefined || it.type === type) &&
      (targetType === undefined || it.row.targetType === targetType),
  );
  const own = excerpt(
    fitting.filter((it) => it.identifier === identifier),
    maxUses,
    isComplete,
  );
  const versions = await SessionVersions.read(
    store,
    own.items.filter((it) => it.losses.length > 0).map((it) => it.row.sessionId),
  );
  const items = own.items.map((it) => explainUse(it, versions));
  const others = fitting.filter((it) => it.identifier !== identifier).map((it) => it.identifier);
  return {
    secondaryUses: { ...own, items, sessionsSearched },
    suggestions: own.items.length > 0 ? [] : [...new Set(others)],
  };
}

function explainUse(
  { type, identifier, row, targetIds, losses }: FoundSecondaryUse,
  versions: SessionVersions,
): SecondaryUse {
  const { sessionId, sourceType, sourceId, rawIds, targetType, outcome } = row;
  return {
    sessionId,
    type,
    identifier,
    sourceType,
    sourceId,
    rawIds,
    targetType,
    outcome,
    recordedAt: row.recordedAt.toISOString(),
    targetIds,
    losses: versions.explain(losses, sessionId),
  };
}

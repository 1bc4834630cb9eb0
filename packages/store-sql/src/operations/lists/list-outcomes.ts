import { isStorable, type IdentifierOutcome, type ListOutcomesQuery, type Page } from "@waymark/trace-core";
import { checkOutcomesQuery, distinctIds } from "@waymark/trace-core/adapter";

import { fromOutcomeRow, outcomeRows } from "../../rows/outcome-row.js";
import type { SqlSession } from "../../sql-session.js";
import { ofId, ofText, type Condition } from "./condition.js";
import { listPage, type PagedList } from "./list-page.js";

const outcomes: PagedList<IdentifierOutcome> = {
  name: "outcomes",
  table: "identifier_outcome",
  shape: outcomeRows,
  fromRow: fromOutcomeRow,
  order: [
    { column: "source_id", type: "text" },
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
  ],
  isDescending: false,
  keyOf: (it) => [it.sourceId, it.sourceType, it.targetType],
};

const outcomesOfIdentifier: PagedList<IdentifierOutcome> = {
  ...outcomes,
  name: "outcomesOfIdentifier",
  order: [
    { column: "source_type", type: "text" },
    { column: "target_type", type: "text" },
    { column: "session_id", type: "uuid" },
  ],
  isDescending: true,
  keyOf: (it) => [it.sourceType, it.targetType, it.sessionId],
  ranges: ["live", "cache"].map((it) => `t."served_from" = '${it}'`),
};

export async function listOutcomes(
  session: SqlSession,
  query: ListOutcomesQuery,
): Promise<Page<IdentifierOutcome>> {
  checkOutcomesQuery(query);
  if ("sourceId" in query)
    return listPage(session, outcomesOfIdentifier, ofText("source_id", query.sourceId), query);
  const ofSession = ofId("session_id", query.sessionId);
  const next = `$${String(ofSession.parameters.length + 1)}`;
  if (query.fromSourceId !== undefined) {
    const { sql, parameters } = ofSession;
    const from = {
      sql: `${sql} AND t."source_id" >= ${next}`,
      parameters: [...parameters, query.fromSourceId],
    };
    return listPage(session, outcomes, from, query);
  }
  if (query.sourceIds === undefined) return listPage(session, outcomes, ofSession, query);
  const { dialect } = session;
  const sourceIds = distinctIds("sourceIds", query.sourceIds).filter(isStorable);
  const where: Condition = {
    sql: `${ofSession.sql} AND ${dialect.isIn('"source_id"', next, "text")}`,
    parameters: [...ofSession.parameters, dialect.list(sourceIds)],
  };
  return listPage(session, outcomes, where, query);
}

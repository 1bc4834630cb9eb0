import {
  canonicalJson,
  type Failure,
  type JsonObject,
  type MappingSession,
  type SessionOwner,
  type SessionResource,
} from "@waymark/trace-core";

import type { Row, RowShape } from "./row-shape.js";
import { instant, instantOrNull, json, jsonOrNull, numberOrNull, text, textOrNull } from "./row-shape.js";

export const sessionRows: RowShape<MappingSession> = {
  columns: [
    { name: "id", type: "uuid" },
    { name: "source_endpoint", type: "text" },
    { name: "target_endpoint", type: "text" },
    { name: "source_type", type: "text" },
    { name: "target_type", type: "text" },
    { name: "parameters", type: "text" },
    { name: "catalog_fingerprint", type: "text" },
    { name: "status", type: "text" },
    { name: "started_at", type: "instant" },
    { name: "ended_at", type: "instant" },
    { name: "heartbeat_at", type: "instant" },
    { name: "owner", type: "text" },
    { name: "input_count", type: "integer" },
    { name: "result_count", type: "integer" },
    { name: "executor_version", type: "text" },
    { name: "error", type: "text" },
    { name: "tags", type: "text" },
    { name: "resources", type: "text" },
  ],
  toRow: (it) => [
    it.id,
    it.sourceEndpoint,
    it.targetEndpoint,
    it.sourceType,
    it.targetType,
    canonicalJson(it.parameters),
    it.catalogFingerprint,
    it.status,
    it.startedAt,
    it.endedAt,
    it.heartbeatAt,
    it.owner && canonicalJson(it.owner),
    it.inputCount,
    it.resultCount,
    it.executorVersion,
    it.error && canonicalJson(it.error),
    canonicalJson(it.tags),
    canonicalJson(it.resources),
  ],
};

export function fromSessionRow(row: Row): MappingSession {
  return {
    id: text(row, "id"),
    sourceEndpoint: textOrNull(row, "source_endpoint"),
    targetEndpoint: textOrNull(row, "target_endpoint"),
    sourceType: text(row, "source_type"),
    targetType: text(row, "target_type"),
    parameters: json(row, "parameters") as JsonObject,
    catalogFingerprint: textOrNull(row, "catalog_fingerprint"),
    resources: json(row, "resources") as SessionResource[],
    status: text(row, "status") as MappingSession["status"],
    startedAt: instant(row, "started_at"),
    endedAt: instantOrNull(row, "ended_at"),
    heartbeatAt: instant(row, "heartbeat_at"),
    owner: ownerOf(row),
    inputCount: numberOrNull(row, "input_count"),
    resultCount: numberOrNull(row, "result_count"),
    executorVersion: textOrNull(row, "executor_version"),
    error: jsonOrNull(row, "error") as Failure | null,
    tags: json(row, "tags") as string[],
  };
}

function ownerOf(row: Row): SessionOwner | null {
  const owner = jsonOrNull(row, "owner") as StoredOwner | null;
  return owner && { ...owner, processStartedAt: new Date(owner.processStartedAt) };
}

type StoredOwner = Omit<SessionOwner, "processStartedAt"> & { readonly processStartedAt: string };

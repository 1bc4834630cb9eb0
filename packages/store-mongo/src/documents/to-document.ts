import {
  canonicalJson,
  derivedUuid,
  type EntityMapping,
  type IdentifierOutcome,
  type IdentifierOutcomeKey,
  type JsonObject,
  type MappingSession,
} from "@waymark/trace-core";

import type { MappingDocument, OutcomeDocument, SessionDocument } from "./collections.js";

export function toSessionDocument({ id, parameters, ...session }: MappingSession): SessionDocument {
  return { _id: id, ...session, parameters: canonicalJson(parameters) };
}

export function fromSessionDocument({
  _id,
  parameters,
  resources = [],
  ...session
}: SessionDocument): MappingSession {
  return { id: _id, ...session, parameters: JSON.parse(parameters) as JsonObject, resources };
}

export function toMappingDocument({ id, metadata, ...mapping }: EntityMapping): MappingDocument {
  return { _id: id, ...mapping, metadata: canonicalJson(metadata) };
}

export function fromMappingDocument({
  _id,
  lock: _lock,
  metadata,
  ...mapping
}: MappingDocument): EntityMapping {
  return { id: _id, ...mapping, metadata: JSON.parse(metadata) as JsonObject };
}

export function outcomeId(key: IdentifierOutcomeKey): string {
  return derivedUuid("outcome", [key.sessionId, key.sourceId, key.sourceType, key.targetType]);
}

export function toOutcomeDocument(outcome: IdentifierOutcome): OutcomeDocument {
  return { _id: outcomeId(outcome), ...outcome };
}

export function fromOutcomeDocument({ _id, ...outcome }: OutcomeDocument): IdentifierOutcome {
  return outcome;
}

/** For the other kinds, whose documents differ from the records only in the name of the id. */
export function toDocument<T extends { readonly id: string }>({
  id,
  ...rest
}: T): Omit<T, "id"> & { readonly _id: string } {
  return { _id: id, ...rest };
}

export function fromDocument<T extends { readonly _id: string }>({
  _id,
  ...rest
}: T): Omit<T, "_id"> & { readonly id: string } {
  return { id: _id, ...rest };
}

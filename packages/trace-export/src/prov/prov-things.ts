import {
  canonicalJson,
  derivedUuid,
  type EntityMapping,
  type EntityMappingProvenance,
  type IdentifierOutcome,
  type IdentifierOutcomeKey,
  type MappingPathExecutionLog,
  type MappingSession,
} from "@waymark/trace-core";

import { attributes, qualifiedName, type ProvEntry } from "./prov-document.js";

/** What is known about a resource in one release. */
export interface ProvResource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHashes: Set<string>;
  title: string | null;
  homepage: string | null;
  license: string | null;
  citation: string | null;
}

/** All names are UUIDs. */
export function uuid(id: string): string {
  return `uuid:${id}`;
}

export function agentId(version: string | null): string {
  return uuid(derivedUuid("software-agent", version === null ? [] : [version]));
}

/** Derived from name and release, since a hop has nothing else. */
export function resourceId(name: string, release: string | null): string {
  return uuid(derivedUuid("resource", release === null ? [name] : [name, release]));
}

export function answerId({ sessionId, sourceType, sourceId, targetType }: IdentifierOutcomeKey): string {
  return uuid(derivedUuid("answer", [sessionId, sourceType, sourceId, targetType]));
}

export function agent(version: string | null): ProvEntry {
  return [
    agentId(version),
    attributes({
      "prov:type": qualifiedName("prov:SoftwareAgent"),
      "prov:label": version === null ? "Waymark" : `Waymark ${version}`,
      "waymark:version": version,
    }),
  ];
}

export function session(it: MappingSession): ProvEntry {
  return [
    uuid(it.id),
    attributes({
      "prov:type": qualifiedName("waymark:MappingSession"),
      "prov:label": `${it.sourceType} to ${it.targetType}`,
      "prov:startTime": it.startedAt.toISOString(),
      "prov:endTime": it.endedAt?.toISOString() ?? null,
      "waymark:status": it.status,
      "waymark:sourceType": it.sourceType,
      "waymark:targetType": it.targetType,
      "waymark:sourceEndpoint": it.sourceEndpoint,
      "waymark:targetEndpoint": it.targetEndpoint,
      "waymark:parameters": canonicalJson(it.parameters),
      "waymark:catalogFingerprint": it.catalogFingerprint,
      "waymark:inputCount": it.inputCount,
      "waymark:resultCount": it.resultCount,
      "waymark:error": it.error === null ? null : `${it.error.code}: ${it.error.message}`,
      "waymark:tag": it.tags,
    }),
  ];
}

export function pathExecution(it: MappingPathExecutionLog): ProvEntry {
  return [
    uuid(it.id),
    attributes({
      "prov:type": qualifiedName("waymark:MappingPathExecution"),
      "prov:label": `${it.pathId}, batch ${String(it.batchIndex)}`,
      "prov:startTime": it.startedAt.toISOString(),
      "prov:endTime": it.endedAt.toISOString(),
      "waymark:pathId": it.pathId,
      "waymark:pathFingerprint": it.pathFingerprint,
      "waymark:batchIndex": it.batchIndex,
      "waymark:status": it.status,
      "waymark:inputCount": it.inputCount,
      "waymark:matchedCount": it.matchedCount,
      "waymark:error": it.error === null ? null : `${it.error.code}: ${it.error.message}`,
    }),
  ];
}

export function resource(it: ProvResource): ProvEntry {
  return [
    resourceId(it.name, it.release),
    attributes({
      "prov:type": qualifiedName("waymark:Resource"),
      "prov:label": it.title ?? it.name,
      "waymark:name": it.name,
      "waymark:release": it.release,
      "waymark:contentHash": [...it.contentHashes].sort(),
      "waymark:homepage": it.homepage,
      "waymark:license": it.license,
      "waymark:citation": it.citation,
    }),
  ];
}

export function mapping(it: EntityMapping): ProvEntry {
  return [
    uuid(it.id),
    attributes({
      "prov:type": qualifiedName("waymark:EntityMapping"),
      "prov:label": `${it.sourceId} → ${it.targetId}`,
      "waymark:sourceType": it.sourceType,
      "waymark:sourceId": it.sourceId,
      "waymark:targetType": it.targetType,
      "waymark:targetId": it.targetId,
      "waymark:firstSeenAt": it.firstSeenAt.toISOString(),
      "waymark:lastSeenAt": it.lastSeenAt.toISOString(),
    }),
  ];
}

export function observation(it: EntityMappingProvenance): ProvEntry {
  return [
    uuid(it.id),
    attributes({
      "prov:type": qualifiedName("waymark:EntityMappingProvenance"),
      "waymark:pathId": it.pathId,
      "waymark:confidence": it.confidence,
      "waymark:hopCount": it.hopCount,
      "waymark:direction": it.direction,
      "waymark:isDerived": it.isDerived,
      "waymark:hop": it.hops.map((hop) => canonicalJson(hop)),
    }),
  ];
}

export function answer(it: IdentifierOutcome): ProvEntry {
  return [
    answerId(it),
    attributes({
      "prov:type": qualifiedName("waymark:IdentifierOutcome"),
      "prov:label": it.sourceId,
      "waymark:sourceType": it.sourceType,
      "waymark:sourceId": it.sourceId,
      "waymark:targetType": it.targetType,
      "waymark:rawId": it.rawIds,
      "waymark:outcome": it.outcome,
      "waymark:targetCount": it.targetCount,
      "waymark:isAmbiguous": it.isAmbiguous,
      "waymark:matchedAs": it.matchedAs,
      "waymark:sourceStatus": it.sourceStatus,
      "waymark:isProvisional": it.isProvisional,
      "waymark:servedFrom": it.servedFrom,
    }),
  ];
}

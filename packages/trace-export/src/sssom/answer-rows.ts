import type {
  EntityMapping,
  EntityMappingProvenance,
  IdentifierOutcome,
  OutcomeTarget,
  ProvenanceHop,
} from "@waymark/trace-core";

import type { CurieWriter } from "./curie-writer.js";
import { oneLine, sssomList, type SssomRow } from "./sssom-columns.js";
import type { SssomOptions } from "./sssom-options.js";
import { sssomPredicate } from "./sssom-predicate.js";
import type { SubjectCounts } from "./subject-counts.js";

/** A target of an answer, with its mapping and provenance. */
export interface AnsweredTarget {
  readonly target: OutcomeTarget;
  readonly mapping: EntityMapping | undefined;
  /** How the answering session found it; undefined if that was deleted since, or never recorded. */
  readonly provenance: EntityMappingProvenance | undefined;
}

/** Number of losses described for an identifier that was not found. */
const TOLD_LOSSES = 3;

/** Creates the rows of answers. */
export class AnswerRows {
  constructor(
    private readonly curies: CurieWriter,
    private readonly counts: SubjectCounts,
    private readonly predicates: SssomOptions["predicates"],
  ) {}

  mapped(answer: IdentifierOutcome, { target, mapping, provenance }: AnsweredTarget): SssomRow {
    const { sourceType, sourceId, targetType } = answer;
    const hops = provenance?.hops ?? [];
    const subject = this.curies.write(sourceType, sourceId);
    const object = this.curies.write(targetType, target.targetId);
    const [first] = hops;
    const last = hops.at(-1);
    const resources = hops.map((it) => (it.release === null ? it.resource : `${it.resource} ${it.release}`));
    return {
      ...this.frame(answer),
      subject_id: subject,
      subject_label: labelOf(subject, sourceId, first?.relation === "names" && first.direction === "forward"),
      predicate_id: sssomPredicate(hops, answer.isAmbiguous, this.predicates),
      object_id: object,
      object_label: labelOf(
        object,
        target.targetId,
        last?.relation === "names" && last.direction === "reverse",
      ),
      mapping_justification: justificationOf(hops, target.hopCount),
      subject_source_version: oneLine(first?.release ?? ""),
      object_source_version: oneLine(last?.release ?? ""),
      mapping_cardinality: this.counts.cardinality(subject, object),
      mapping_tool_version: oneLine(provenance?.executorVersion ?? ""),
      mapping_date: dayOf(provenance?.recordedAt ?? mapping?.observedAt ?? answer.recordedAt),
      confidence: String(target.confidence),
      ext_derivation_path: sssomList(derivationOf(hops) ?? mapping?.derivationPath ?? []),
      ext_derivation_resources: sssomList(provenance ? resources : (mapping?.mappingSource ?? [])),
      ext_matched_as: oneLine(answer.matchedAs ?? ""),
    };
  }

  /** The row for an identifier without a target, as the standard prescribes. */
  unmapped(answer: IdentifierOutcome): SssomRow {
    const { sourceType, sourceId, losses, lossCount } = answer;
    const subject = this.curies.write(sourceType, sourceId);
    const told = losses
      .slice(0, TOLD_LOSSES)
      .map(
        ({ reason, type, identifier, resource }) =>
          `${reason.replaceAll("_", " ")} at ${type} ${identifier} in ${resource}`,
      );
    const more = lossCount > told.length ? [`and ${String(lossCount - told.length)} more`] : [];
    return {
      ...this.frame(answer),
      subject_id: subject,
      subject_label: labelOf(subject, sourceId, false),
      predicate_id: "skos:exactMatch",
      object_id: "sssom:NoTermFound",
      mapping_justification: "semapv:UnspecifiedMatching",
      mapping_cardinality: "1:0",
      mapping_date: dayOf(answer.recordedAt),
      comment: oneLine([...told, ...more].join("; ")),
      ext_matched_as: oneLine(answer.matchedAs ?? ""),
    };
  }

  private frame({ sourceType, targetType }: IdentifierOutcome): SssomRow {
    return {
      subject_id: "",
      subject_label: "",
      predicate_id: "",
      object_id: "",
      object_label: "",
      mapping_justification: "",
      subject_source: this.curies.source(sourceType),
      subject_source_version: "",
      object_source: this.curies.source(targetType),
      object_source_version: "",
      mapping_cardinality: "",
      mapping_tool_version: "",
      mapping_date: "",
      confidence: "",
      comment: "",
      ext_derivation_path: "",
      ext_derivation_resources: "",
      ext_matched_as: "",
    };
  }
}

/**
 * The identifier as its own label, if it is a name or if the CURIE contains it only in encoded form; otherwise empty.
 */
function labelOf(curie: string, identifier: string, isName: boolean): string {
  return isName || !curie.endsWith(identifier) ? oneLine(identifier) : "";
}

/** The identifiers between the ends, with their types; null if no hops are known. */
function derivationOf(hops: readonly ProvenanceHop[]): readonly string[] | null {
  return hops.length === 0 ? null : hops.slice(0, -1).map(({ type, identifier }) => `${type} ${identifier}`);
}

/** @see https://mapping-commons.github.io/semantic-mapping-vocabulary/ */
function justificationOf(hops: readonly ProvenanceHop[], hopCount: number): string {
  const [only] = hops;
  if (hopCount > 1) return "semapv:MappingChaining";
  if (only?.relation === "names") return "semapv:LexicalMatching";
  return only?.direction === "reverse" ? "semapv:MappingInversion" : "semapv:UnspecifiedMatching";
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

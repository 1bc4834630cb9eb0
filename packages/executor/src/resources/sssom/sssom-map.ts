import { decodeCurieLocal, IDENTITY_PREDICATES, invertPredicate, type Relation } from "@waymark/trace-core";

import type { SkippedEntries } from "../skipped-entries.js";
import type { IdentifierType } from "../../identifier-type.js";
import type { MappingVeto } from "../../resource.js";
import type { Curie, CuriePrefixes } from "./curie-prefixes.js";
import { SssomIndex } from "./sssom-index.js";
import type { SssomMapping } from "./sssom-mapping.js";

/** One side of a map. */
export interface SssomSide {
  readonly type: IdentifierType;
  /** Prefixes of the identifiers that belong to it, in any case. Default: all identifiers do. */
  readonly prefixes?: readonly string[];
}

/** Which mappings of a set make up a map: those from its source's prefixes to its target's. */
export interface SssomMapOptions {
  /** Unique within the resource. */
  readonly name: string;
  /** Subjects. */
  readonly source: SssomSide;
  /** Objects. */
  readonly target: SssomSide;
  /** Default `same`. */
  readonly relation?: Relation;
  /** Whether it may be read backwards, for predicates that have an inverse. Default false. */
  readonly isReversible?: boolean;
}

/** One map of a mapping set, which collects its mappings. */
export class SssomMap {
  readonly forward = new SssomIndex();
  readonly backward = new SssomIndex();
  duplicates = 0;
  private readonly source: SideReader;
  private readonly target: SideReader;
  private readonly denials: (MappingVeto & { readonly predicate: string })[] = [];

  constructor(
    readonly options: SssomMapOptions,
    prefixes: CuriePrefixes,
    skipped: SkippedEntries,
  ) {
    this.source = new SideReader(options.source, prefixes, skipped);
    this.target = new SideReader(options.target, prefixes, skipped);
  }

  /** Adds a mapping if it belongs to this map. */
  take(mapping: SssomMapping): void {
    const { subject, object, predicate, line } = mapping;
    if (mapping.isNegated) {
      this.deny(mapping);
      return;
    }
    if (!this.source.covers(subject) || !this.target.covers(object)) return;
    const from = this.source.read(subject, line, "subject_id");
    const to = this.target.read(object, line, "object_id");
    if (from === undefined || to === undefined) return;
    const { confidence } = mapping;
    if (!this.forward.add(from, { identifier: to, confidence, matchedAs: predicate.text }))
      this.duplicates += 1;
    const inverse = invertPredicate(predicate.text);
    if (this.options.isReversible === true && inverse !== null)
      this.backward.add(to, { identifier: from, confidence, matchedAs: inverse });
  }

  /**
   * The mappings that the set denies, except pairs that it asserts by another kind of predicate: what is not exact may
   * still be broad.
   */
  get vetoes(): MappingVeto[] {
    return this.denials.flatMap(({ predicate, ...veto }) => {
      const asserted = this.forward.find(veto.sourceId, veto.targetId)?.matchedAs ?? null;
      return asserted === null || kindOf(asserted) === kindOf(predicate) ? veto : [];
    });
  }

  /** Denies a mapping, in the opposite direction too if the predicate has an inverse. */
  private deny({ subject, object, predicate, line }: SssomMapping): void {
    const note = (from: Curie, to: Curie, columns: readonly [string, string]): void => {
      if (!this.source.covers(from) || !this.target.covers(to)) return;
      const sourceId = this.source.read(from, line, columns[0]);
      const targetId = this.target.read(to, line, columns[1]);
      if (sourceId === undefined || targetId === undefined) return;
      this.denials.push({
        sourceType: this.options.source.type.name,
        sourceId,
        targetType: this.options.target.type.name,
        targetId,
        reason: `not ${predicate.text} (line ${line})`,
        predicate: predicate.text,
      });
    };
    note(subject, object, ["subject_id", "object_id"]);
    if (invertPredicate(predicate.text) !== null) note(object, subject, ["object_id", "subject_id"]);
  }
}

function kindOf(predicate: string): string {
  return IDENTITY_PREDICATES.includes(predicate) ? "identity" : predicate;
}

/** Reads the identifiers of one side of a map. */
class SideReader {
  private readonly prefixes: ReadonlySet<string> | null;

  constructor(
    private readonly side: SssomSide,
    prefixes: CuriePrefixes,
    private readonly skipped: SkippedEntries,
  ) {
    this.prefixes = side.prefixes ? new Set(side.prefixes.map((it) => prefixes.find(it) ?? it)) : null;
  }

  covers({ prefix }: Curie): boolean {
    return this.prefixes === null || this.prefixes.has(prefix);
  }

  /**
   * Normalises the whole CURIE or, if the type refuses it and the side declares prefixes, its local part alone.
   * Percent-encoding, which only CURIEs need, is decoded first.
   */
  read({ prefix, local, text }: Curie, line: number, column: string): string | undefined {
    const { type } = this.side;
    const identifier = decodeCurieLocal(local);
    const whole = type.normalise(`${prefix}:${identifier}`);
    if (whole.isValid) return whole.identifier;
    const behind = this.prefixes === null ? whole : type.normalise(identifier);
    if (behind.isValid) return behind.identifier;
    this.skipped.add(
      `identifier ${column} ${type.name}`,
      line,
      () => `${column}: ${JSON.stringify(text.slice(0, 60))} is not a ${type.name}: ${whole.reason}`,
    );
    return undefined;
  }
}

import type { LookUpHit } from "../../resource.js";
import type { IdentifierType } from "../../identifier-type.js";
import { caseFoldedConfidence, caseFoldedRank } from "../case-folded-rank.js";
import { HitLists } from "../hit-lists.js";
import { AskedIdentifiers } from "./asked-identifiers.js";
import type { AnswerItem } from "./read-items.js";

export interface AnswerTypes {
  readonly sourceType: IdentifierType;
  readonly targetType: IdentifierType;
  /** Confidence of a target without one of its own. */
  readonly confidence: number;
}

/** Assigns what a service answers to the identifiers that it was asked for. */
export class BatchAnswers {
  private readonly asked: AskedIdentifiers;
  private readonly exact = new HitLists();
  private readonly folded = new HitLists();
  /** By identifier: why one of its targets is not valid. */
  private readonly refused = new Map<string, string>();

  constructor(
    private readonly identifiers: readonly string[],
    private readonly types: AnswerTypes,
  ) {
    this.asked = new AskedIdentifiers(types.sourceType, identifiers);
  }

  /** @param release the one that the answer names; undefined if it names none */
  add({ identifiers, targets, confidence }: AnswerItem, release: string | undefined): void {
    const said = { confidence, ...(release !== undefined && { release }) };
    // An item that names no identifier is about the one that was asked for.
    for (const raw of identifiers ?? this.identifiers) {
      const found = this.asked.find(raw);
      if (found === undefined) continue;
      for (const target of targets) this.addTarget(found.identifier, found.isFolded, target, said);
    }
  }

  /** Exact matches take precedence over those that differ in case. */
  get hits(): Map<string, readonly LookUpHit[]> {
    const hits = new Map<string, readonly LookUpHit[]>();
    for (const identifier of this.identifiers) {
      const exact = this.exact.get(identifier);
      const found = exact.length > 0 ? exact : this.folded.get(identifier);
      if (found.length > 0) hits.set(identifier, found);
    }
    return hits;
  }

  /** Identifiers all of whose targets break their type's rules, and why: without this, they would count as unknown. */
  get senseless(): ReadonlyMap<string, string> {
    const { hits } = this;
    return new Map([...this.refused].filter(([identifier]) => !hits.has(identifier)));
  }

  private addTarget(
    identifier: string,
    isFolded: boolean,
    raw: string,
    said: Pick<LookUpHit, "confidence" | "release">,
  ): void {
    const { targetType, confidence: ranked } = this.types;
    const target = targetType.normalise(raw);
    if (!target.isValid) {
      this.refused.set(identifier, `its target is not a valid ${targetType.name}: ${target.reason}`);
      return;
    }
    if (!isFolded) {
      this.exact.add(identifier, { ...said, identifier: target.identifier, matchedAs: null });
      return;
    }
    const confidence = caseFoldedConfidence(said.confidence ?? ranked);
    const { name: matchedAs } = caseFoldedRank({ name: null, confidence });
    this.folded.add(identifier, { ...said, identifier: target.identifier, confidence, matchedAs });
  }
}

import type { LookUpHit } from "../../resource.js";
import type { IdentifierType } from "../../identifier-type.js";
import { caseFoldedConfidence, caseFoldedRank } from "../case-folded-rank.js";
import { HitLists } from "../hit-lists.js";
import { AskedIdentifiers } from "./asked-identifiers.js";
import type { AnswerItem } from "./read-items.js";

export interface AnswerTypes {
  readonly sourceType: IdentifierType;
  readonly targetType: IdentifierType;
  /** Of a target that has none of its own. */
  readonly confidence: number;
}

/** Sorts what a service says by what it was asked for. */
export class BatchAnswers {
  private readonly asked: AskedIdentifiers;
  private readonly exact = new HitLists();
  private readonly folded = new HitLists();
  /** Why the targets of an identifier are none. */
  private readonly refused = new Map<string, string>();

  constructor(
    private readonly identifiers: readonly string[],
    private readonly types: AnswerTypes,
  ) {
    this.asked = new AskedIdentifiers(types.sourceType, identifiers);
  }

  /** @param release the one that the answer names; undefined when it names none */
  add({ identifiers, targets, confidence }: AnswerItem, release: string | undefined): void {
    const said = { confidence, ...(release !== undefined && { release }) };
    // An answer that names nothing is about the one that was asked for.
    for (const raw of identifiers ?? this.identifiers) {
      const found = this.asked.find(raw);
      if (found === undefined) continue;
      for (const target of targets) this.addTarget(found.identifier, found.isFolded, target, said);
    }
  }

  /** What was written as it was asked for stands before what is the same but for case. */
  get hits(): Map<string, readonly LookUpHit[]> {
    const hits = new Map<string, readonly LookUpHit[]>();
    for (const identifier of this.identifiers) {
      const exact = this.exact.get(identifier);
      const found = exact.length > 0 ? exact : this.folded.get(identifier);
      if (found.length > 0) hits.set(identifier, found);
    }
    return hits;
  }

  /** Identifiers all of whose targets break their type's rules: to leave those out would make them unknown. */
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

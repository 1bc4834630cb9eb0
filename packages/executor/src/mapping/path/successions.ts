import type { ProvenanceHop } from "@waymark/trace-core";

import type { HistoryAnswer, IdentifierHistory } from "../../identifier-history.js";

export interface Succession {
  readonly status: HistoryAnswer["status"];
  /** From the identifier to each of its successors, hop by hop. Empty unless it was replaced or split. */
  readonly chains: readonly (readonly ProvenanceHop[])[];
}

/** What became of the identifiers of one batch, each asked for once. */
export class Successions {
  private readonly known = new Map<string, Succession>();

  constructor(
    private readonly history: IdentifierHistory,
    private readonly type: string,
  ) {}

  of(identifier: string): Succession {
    let succession = this.known.get(identifier);
    if (!succession) {
      const answer = this.history.lookUp(identifier);
      const successors = "successors" in answer ? answer.successors : [];
      succession = {
        status: answer.status,
        chains: successors.map((it) => [...it.via, it.identifier].map((id) => this.hop(id, answer.status))),
      };
      this.known.set(identifier, succession);
    }
    return succession;
  }

  private hop(identifier: string, matchedAs: string): ProvenanceHop {
    const { resource, release, confidence } = this.history;
    // In the order of canonical JSON, see the core's `canonicalJson`.
    return {
      confidence,
      direction: "forward",
      identifier,
      map: null,
      matchedAs,
      relation: "same",
      release,
      resource,
      type: this.type,
    };
  }
}

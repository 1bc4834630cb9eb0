import { DEFAULT_CONFIDENCE } from "../confidence/default-confidence.js";
import type { HistoryAnswer, HistorySuccessor, IdentifierHistory } from "../identifier-history.js";

export interface TableHistoryOptions {
  readonly type: string;
  readonly resource: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  /** Successors by withdrawn identifier; an empty list means withdrawn without a successor. */
  readonly successors: ReadonlyMap<string, readonly string[]>;
  /** The current identifiers, and the resource that lists them; null if nothing does. */
  readonly primary: { readonly resource: string; readonly identifiers: ReadonlySet<string> } | null;
  /** Confidence of one hop, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  /** Its configuration, as plain JSON. Default null. */
  readonly definition?: unknown;
}

/** A history read from a table of withdrawn and merged identifiers. */
export class TableHistory implements IdentifierHistory {
  readonly type: string;
  readonly resource: string;
  readonly release: string | null;
  readonly contentHash: string | null;
  readonly primaryResource: string | null;
  readonly confidence: number;
  readonly definition: unknown;
  private readonly successors: ReadonlyMap<string, readonly string[]>;
  private readonly current: ReadonlySet<string> | null;

  constructor(options: TableHistoryOptions) {
    this.type = options.type;
    this.resource = options.resource;
    this.release = options.release;
    this.contentHash = options.contentHash;
    this.primaryResource = options.primary?.resource ?? null;
    this.confidence = options.confidence ?? DEFAULT_CONFIDENCE;
    this.definition = options.definition ?? null;
    this.successors = options.successors;
    this.current = options.primary?.identifiers ?? null;
  }

  lookUp(identifier: string, isEnd: (identifier: string) => boolean = () => false): HistoryAnswer {
    if (this.current?.has(identifier) === true) return { status: "current" };
    if (!this.successors.has(identifier)) return { status: "unknown" };
    const successors = this.follow(identifier, isEnd);
    if (successors.length === 0) return { status: "withdrawn" };
    return { status: successors.length === 1 ? "replaced" : "split", successors };
  }

  /** How many identifiers the history calls withdrawn or replaced although they are current. */
  get skewed(): number {
    let count = 0;
    for (const identifier of this.successors.keys()) if (this.current?.has(identifier) === true) count += 1;
    return count;
  }

  /** The identifiers whose successions lead into a cycle, without those that are current. */
  get circular(): string[] {
    const remaining = new Map<string, number>();
    const predecessors = new Map<string, string[]>();
    for (const [from, successors] of this.successors) {
      if (this.current?.has(from) === true) continue;
      const open = successors.filter((it) => this.successors.has(it) && this.current?.has(it) !== true);
      remaining.set(from, open.length);
      for (const to of open) predecessors.set(to, [...(predecessors.get(to) ?? []), from]);
    }
    // Removes what leads only to ends, over and over; what remains leads into a cycle.
    const ended = [...remaining].filter(([, open]) => open === 0).map(([identifier]) => identifier);
    for (const identifier of ended) {
      remaining.delete(identifier);
      for (const predecessor of predecessors.get(identifier) ?? []) {
        const open = (remaining.get(predecessor) ?? 0) - 1;
        remaining.set(predecessor, open);
        if (open === 0) ended.push(predecessor);
      }
    }
    return [...remaining.keys()];
  }

  /** Breadth first, so that each end is reached by its shortest succession; no identifier is visited twice. */
  private follow(identifier: string, isLast: (identifier: string) => boolean): HistorySuccessor[] {
    const ends: HistorySuccessor[] = [];
    const visited = new Set([identifier]);
    let frontier = [{ identifier, via: [] as readonly string[] }];
    while (frontier.length > 0) {
      const next: typeof frontier = [];
      for (const from of frontier) {
        const via = from.identifier === identifier ? [] : [...from.via, from.identifier];
        for (const successor of this.successors.get(from.identifier) ?? []) {
          if (visited.has(successor)) continue;
          visited.add(successor);
          const isEnd =
            this.current?.has(successor) === true || !this.successors.has(successor) || isLast(successor);
          (isEnd ? ends : next).push({ identifier: successor, via });
        }
      }
      frontier = next;
    }
    return ends;
  }
}

import { canonicalJson } from "@waymark/trace-core";

import type { ResourceStamp, Route } from "./route.js";

/** Beyond this number of sets, answers are distinguished only by whole routes. */
export const MAX_CONSULTED_SETS = 256;

/** By route, in the order in which they are tried: how many of its stages an answer consulted. */
export type ConsultedStages = readonly number[];

type StampIndexes = readonly number[];

/**
 * The sets of resources that the answers of a plan can have consulted. Where an answer will end is not known before it
 * is looked up, so the cache is asked for all sets at once. If there are too many, each route that was tried counts as
 * consulted to its end, which maps more identifiers again, never fewer.
 */
export class ConsultedSets {
  /** Every set, as a text that is unique to it. Sets that have no text are left out, see `textOf`. */
  readonly all: readonly string[];
  private readonly stamps: {
    readonly text: string;
    readonly isUnmarked: boolean;
    readonly maxAgeMs: number;
  }[] = [];
  private readonly stages: readonly (readonly StampIndexes[])[];
  private readonly isExact: boolean;
  private readonly texts = new Map<string, string | null>();
  private readonly maxAges = new Map<string, number>();

  constructor(
    routes: readonly Route[],
    private readonly maxSets = MAX_CONSULTED_SETS,
  ) {
    const indexes = new Map<string, number>();
    const indexOf = (stamp: ResourceStamp): number => {
      const text = canonicalJson({
        name: stamp.name,
        release: stamp.release,
        contentHash: stamp.contentHash,
      });
      const known = indexes.get(text);
      if (known !== undefined) return known;
      indexes.set(text, this.stamps.length);
      const { release, contentHash, maxAgeMs } = stamp;
      const isUnmarked = release === null && contentHash === null && maxAgeMs === null;
      return this.stamps.push({ text, isUnmarked, maxAgeMs: maxAgeMs ?? Number.POSITIVE_INFINITY }) - 1;
    };
    this.stages = routes.map((route) => route.stages.map((stamps) => stamps.map(indexOf)));
    const exact = this.enumerate((stages) => stages.map((_, i) => stages.slice(0, i + 1).flat()));
    this.isExact = exact !== undefined;
    const sets = exact ?? this.enumerate((stages) => [stages.flat()]) ?? [this.stamps.map((_, i) => i)];
    this.all = [...new Set(sets.map((it) => this.textOfSet(it)))].filter((it) => it !== null);
  }

  /**
   * The text of the set that an answer consulted; null if one of its resources has no release, no content hash and no
   * maximum age.
   */
  textOf(consulted: ConsultedStages): string | null {
    const key = consulted.join();
    let text = this.texts.get(key);
    if (text === undefined) {
      text = this.textOfSet(this.isExact ? this.exactSet(consulted) : this.roundedSet(consulted));
      this.texts.set(key, text);
    }
    return text;
  }

  /**
   * How long an answer that rests on a set may be served, in ms: as long as the shortest-lived of its resources allows.
   */
  maxAgeOf(text: string): number {
    return this.maxAges.get(text) ?? Number.POSITIVE_INFINITY;
  }

  private exactSet(consulted: ConsultedStages): StampIndexes {
    return this.stages.flatMap((stages, route) => stages.slice(0, consulted[route] ?? 0).flat());
  }

  private roundedSet(consulted: ConsultedStages): StampIndexes {
    if (this.stages.length > this.maxSets) return this.stamps.map((_, i) => i);
    return this.stages.flatMap((stages, route) => ((consulted[route] ?? 0) > 0 ? stages.flat() : []));
  }

  /** The sets that an answer can have consulted after any of the routes; undefined if there are too many. */
  private enumerate(
    extents: (stages: readonly StampIndexes[]) => StampIndexes[],
  ): StampIndexes[] | undefined {
    const all = new Map<string, StampIndexes>();
    let open: readonly StampIndexes[] = [[]];
    for (const stages of this.stages) {
      const next = new Map<string, StampIndexes>();
      for (const before of open) {
        for (const extent of extents(stages)) {
          const set = sorted([...before, ...extent]);
          next.set(set.join(), set);
          all.set(set.join(), set);
          if (all.size > this.maxSets) return undefined;
        }
      }
      open = [...next.values()];
    }
    return [...all.values()];
  }

  private textOfSet(set: StampIndexes): string | null {
    const stamps = sorted(set).map((i) => this.stamps[i]);
    if (stamps.some((it) => it?.isUnmarked)) return null;
    const text = stamps
      .map((it) => it?.text ?? "")
      .sort()
      .join("\n");
    this.maxAges.set(text, Math.min(...stamps.map((it) => it?.maxAgeMs ?? Number.POSITIVE_INFINITY)));
    return text;
  }
}

function sorted(set: StampIndexes): number[] {
  return [...new Set(set)].sort((a, b) => a - b);
}

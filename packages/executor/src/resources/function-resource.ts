import { types } from "node:util";

import type { Relation } from "@waymark/trace-core";

import { DEFAULT_CONFIDENCE } from "../confidence/default-confidence.js";
import type { LookUpHit, LookUpRequest, LookUpResult, Resource, ResourceMap } from "../resource.js";
import type { ResourceAbout } from "../resource-about.js";

/** One target or several, each with or without a confidence of its own, 0 to 1. */
export type FunctionTargets = string | FunctionTarget | readonly (string | FunctionTarget)[];

export interface FunctionTarget {
  readonly identifier: string;
  readonly confidence?: number;
}

/** What a function knows. Identifiers that it does not mention are unknown. */
export interface FunctionAnswer {
  readonly hits?: ReadonlyMap<string, FunctionTargets> | Readonly<Record<string, FunctionTargets>>;
  /** Known to be withdrawn without a successor. */
  readonly withdrawn?: Iterable<string>;
  /** Identifiers that could not be answered, and why. */
  readonly failed?: ReadonlyMap<string, Error>;
}

/**
 * Answers a batch of identifiers, synchronously or not. A Map by itself contains the hits. An error means that no
 * identifier could be answered.
 */
export type FunctionLookUp = (
  identifiers: readonly string[],
  signal: AbortSignal,
) =>
  | FunctionAnswer
  | ReadonlyMap<string, FunctionTargets>
  | Promise<FunctionAnswer | ReadonlyMap<string, FunctionTargets>>;

export interface FunctionRank {
  /** The interpretation, recorded as `matchedAs`. */
  readonly name: string;
  /** 0 to 1. Default 0.95. */
  readonly confidence?: number;
  readonly lookUp: FunctionLookUp;
}

export interface FunctionMap {
  readonly name: string;
  readonly sourceType: string;
  readonly targetType: string;
  /** Default `same`. */
  readonly relation?: Relation;
  /** Of a map without ranks, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  /** Either one look-up … */
  readonly lookUp?: FunctionLookUp;
  /** … or ranked interpretations, best first. */
  readonly ranks?: readonly FunctionRank[];
}

export interface FunctionResourceOptions {
  readonly name: string;
  /**
   * Change it whenever the functions' answers change. Without one, answers that consulted them are never cached.
   * Default null.
   */
  readonly release?: string | null;
  readonly maps: readonly FunctionMap[];
  /** Description of the functions, or of the data behind them. Default nothing. */
  readonly about?: ResourceAbout;
}

interface AnsweringRank {
  readonly name: string | null;
  readonly confidence: number;
  readonly lookUp: FunctionLookUp;
}

const ANSWER_KEYS: ReadonlySet<string> = new Set(["hits", "withdrawn", "failed"]);

/**
 * A resource made of custom functions. The identifiers that they are given are normalised, and those that they return
 * must be as well.
 */
export class FunctionResource implements Resource {
  readonly name: string;
  readonly release: string | null;
  readonly contentHash = null;
  readonly maps: readonly ResourceMap[];
  readonly about: ResourceAbout | undefined;
  private readonly ranks: ReadonlyMap<string, readonly AnsweringRank[]>;

  /** @throws RangeError a map has neither a look-up nor ranks, or both */
  constructor(options: FunctionResourceOptions) {
    this.name = options.name;
    this.release = options.release ?? null;
    this.about = options.about;
    this.ranks = new Map(options.maps.map((map) => [map.name, ranksOf(map)]));
    this.maps = options.maps.map((map) => {
      const { name, sourceType, targetType, relation = "same" } = map;
      const ranks = ranksOf(map).map(({ name: rank, confidence }) => ({ name: rank, confidence }));
      const definition = { name, sourceType, targetType, relation, ranks };
      return { name, sourceType, targetType, relation, ranks, isReversible: false, definition };
    });
  }

  async lookUp({ map, rank, identifiers, signal }: LookUpRequest): Promise<LookUpResult> {
    const answering = this.ranks.get(map)?.[rank];
    if (answering === undefined)
      throw new RangeError(`${this.name} has no rank ${String(rank)} of a map ${map}`);
    const answer = this.answerOf(map, await answering.lookUp(identifiers, signal));
    const asked = new Set(identifiers);
    const check = (identifier: string): void => {
      if (!asked.has(identifier))
        throw new TypeError(`${this.name}.${map} answered for ${identifier}, which it was not asked for`);
    };
    const hits = new Map<string, readonly LookUpHit[]>();
    for (const [identifier, targets] of this.hitsOf(map, answer)) {
      check(identifier);
      const found = listOf(targets).map((target) => this.hit(map, identifier, target));
      if (found.length > 0) hits.set(identifier, found);
    }
    const { withdrawn, failed } = this.othersOf(map, answer);
    for (const identifier of [...withdrawn, ...failed.keys()]) check(identifier);
    for (const identifier of [...withdrawn, ...failed.keys()]) {
      if (hits.has(identifier) || (withdrawn.has(identifier) && failed.has(identifier)))
        throw new TypeError(`${this.name}.${map} gave two answers for ${identifier}`);
    }
    return { hits, withdrawn, failed };
  }

  /** Refuses other values: taken for an answer without hits, a programming error would be cached as an absence. */
  private answerOf(map: string, said: unknown): FunctionAnswer {
    if (isMap<FunctionTargets>(said)) return { hits: said };
    if (isPlainObject(said) && Object.keys(said).every((it) => ANSWER_KEYS.has(it))) return said;
    throw new TypeError(`${this.name}.${map} must return a Map, or an object of hits, withdrawn and failed`);
  }

  private hitsOf(map: string, { hits = {} }: FunctionAnswer): Iterable<[string, FunctionTargets]> {
    if (isMap(hits)) return hits;
    if (isPlainObject(hits)) return Object.entries(hits);
    throw new TypeError(`${this.name}.${map} returned hits that are neither a Map nor a plain object`);
  }

  private othersOf(
    map: string,
    { withdrawn = [], failed = new Map() }: FunctionAnswer,
  ): Pick<LookUpResult, "withdrawn" | "failed"> {
    if (!isIterable(withdrawn))
      throw new TypeError(`${this.name}.${map} returned a withdrawn that is not a list of identifiers`);
    if (!isMap(failed)) throw new TypeError(`${this.name}.${map} returned a failed that is not a Map`);
    return { withdrawn: new Set(withdrawn), failed: new Map(failed) };
  }

  private hit(map: string, source: string, target: string | FunctionTarget): LookUpHit {
    const given: unknown = typeof target === "string" ? { identifier: target } : target;
    const { identifier, confidence = null } = Object(given) as Partial<FunctionTarget>;
    if (typeof identifier !== "string" || identifier === "") {
      throw new TypeError(`${this.name}.${map} answered ${source} with something that is not an identifier`);
    }
    if (confidence !== null && (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1))) {
      throw new TypeError(`${this.name}.${map} answered ${source} with a confidence that is not from 0 to 1`);
    }
    return { identifier, confidence, matchedAs: null };
  }
}

function ranksOf(map: FunctionMap): readonly AnsweringRank[] {
  const { lookUp, ranks = [], confidence = DEFAULT_CONFIDENCE } = map;
  if (lookUp !== undefined && ranks.length > 0)
    throw new RangeError(`the map ${map.name} has both lookUp and ranks: give it one of them`);
  if (lookUp !== undefined) return [{ name: null, confidence, lookUp }];
  if (ranks.length === 0) throw new RangeError(`the map ${map.name} has neither lookUp nor ranks`);
  return ranks.map((it) => ({
    name: it.name,
    confidence: it.confidence ?? DEFAULT_CONFIDENCE,
    lookUp: it.lookUp,
  }));
}

/** Accepts Maps of other realms: test runners and sandboxes have a `Map` of their own. */
function isMap<V>(value: unknown): value is ReadonlyMap<string, V> {
  return types.isMap(value);
}

/** Excludes lists, dates, errors and promises, whose fields are not identifiers. Accepts objects of other realms. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Excludes strings, which are not meant as lists of their characters. */
function isIterable(value: unknown): boolean {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}

function listOf(targets: FunctionTargets): readonly (string | FunctionTarget)[] {
  return isList(targets) ? targets : [targets];
}

function isList(targets: FunctionTargets): targets is readonly (string | FunctionTarget)[] {
  return Array.isArray(targets);
}

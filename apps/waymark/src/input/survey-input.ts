import { createHash } from "node:crypto";

import type { IdentifierType } from "@waymark/executor";

import { InterruptedError } from "../frame/interrupted-error.js";
import { printable } from "../frame/output/printable.js";
import { DisagreeingRows } from "./disagreeing-rows.js";
import { InputError } from "./input-error.js";
import type { InputFile } from "./input-file.js";
import type { InputLayout, InputRow } from "./input-layout.js";
import { hasInvisible } from "./invisible-characters.js";
import { readRows } from "./read-rows.js";
import { spreadsheetDamage, type SpreadsheetDamage } from "./spreadsheet-damage.js";
import { TypeFit } from "./type-fit.js";
import { TypeLikeness } from "./type-likeness.js";

/** An identifier that a spreadsheet has probably changed. */
export interface DamagedIdentifier {
  /** Line of the file, counted from 1. */
  readonly line: number;
  readonly identifier: string;
  readonly was: string;
}

/** The findings from reading the whole input before anything is mapped. */
export interface InputSurvey {
  /** Number of identifiers to be mapped, including duplicates. */
  readonly count: number;
  /** SHA-256 of the file's bytes, in lower-case hex. */
  readonly sha256: string;
  readonly likeness: TypeLikeness;
  readonly damagedCount: number;
  /** The first damaged ones. */
  readonly damaged: readonly DamagedIdentifier[];
  /** Identifiers with invisible characters, such as a zero-width space. */
  readonly invisible: CountedRows;
  /** Rows with fewer cells than the header. */
  readonly short: CountedRows;
  /** Identifiers that come with different secondary identifiers. */
  readonly disagreeing: CountedRows;
  /** For the identifiers and each column of secondary ones: whether any text fits the declared type. */
  readonly fits: readonly TypeFit[];
  /** Some of the first identifiers. */
  readonly sample: readonly string[];
}

/** The number of rows with a common property, and the first one. */
export interface CountedRows {
  readonly count: number;
  /** Null if there is none. */
  readonly first: InputRow | null;
}

/** Number of identifiers that are examined to determine their type. */
const LOOKED_AT = 10_000;
const KEPT = 10;
const SAMPLED = 1_000;

/**
 * Reads the whole input once, so that nothing is written before it is known to be readable.
 *
 * @param type type of the identifiers; null if it is not known yet
 * @throws InputError it has no identifier, or is not text somewhere
 */
export async function surveyInput(
  file: InputFile,
  layout: InputLayout,
  types: ReadonlyMap<string, IdentifierType>,
  {
    from,
    limit,
    signal,
  }: { readonly from: string | null; readonly limit: number | null; readonly signal?: AbortSignal },
): Promise<InputSurvey> {
  const likeness = new TypeLikeness(types);
  const own = from === null ? undefined : types.get(from);
  const damaged: DamagedIdentifier[] = [];
  const sample: string[] = [];
  const hash = createHash("sha256");
  const invisible = new RowCount();
  const short = new RowCount();
  const disagreeing = new DisagreeingRows(own);
  const fit = own && new TypeFit(own);
  const beside = layout.kind === "list" ? [] : Object.keys(layout.secondary);
  const secondary = beside.flatMap((it) => types.get(it) ?? []).map((it) => new TypeFit(it));
  let damagedCount = 0;
  let count = 0;
  for await (const row of readRows(file, layout, { limit, hash })) {
    const { line, identifier } = row;
    count += 1;
    if (signal?.aborted) throw new InterruptedError("interrupted before anything was mapped");
    if (count <= LOOKED_AT) likeness.add(identifier);
    if (count <= SAMPLED && identifier.trim() !== "") sample.push(identifier);
    if (row.lacking > 0) short.add(row);
    disagreeing.add(row);
    fit?.add(identifier);
    for (const it of secondary) it.add(row.secondary[it.type.name] ?? "");
    if (hasInvisible(identifier)) invisible.add(row);
    const damage = damageOf(identifier, own, likeness);
    if (damage === null) continue;
    damagedCount += 1;
    if (damaged.length < KEPT) damaged.push({ line, identifier: printable(identifier), was: damage.was });
  }
  if (count === 0) throw nothingIn(file, layout);
  const sha256 = limit === null ? hash.digest("hex") : await file.hash();
  const fits = fit ? [fit, ...secondary] : secondary;
  return { count, sha256, likeness, damagedCount, damaged, invisible, short, disagreeing, fits, sample };
}

class RowCount implements CountedRows {
  count = 0;
  first: InputRow | null = null;

  add(row: InputRow): void {
    this.count += 1;
    this.first ??= row;
  }
}

function nothingIn({ shown }: InputFile, { hasHeader }: InputLayout): InputError {
  const why = hasHeader
    ? ": its only line was taken for a heading; if it is an identifier, use --no-header"
    : "";
  return new InputError(`there is no identifier in ${shown}${why}`);
}

/** An identifier that fits a type with a distinctive form is not damaged. */
function damageOf(
  identifier: string,
  type: IdentifierType | undefined,
  likeness: TypeLikeness,
): SpreadsheetDamage | null {
  const damage = spreadsheetDamage(identifier);
  if (damage === null || type === undefined || !likeness.isTelling(type.name)) return damage;
  const normalised = type.normalise(identifier);
  return normalised.isValid && !normalised.rulesApplied.includes("barePrefix") ? null : damage;
}

import type { IdentifierType } from "@waymark/executor";

import { KNOWN_FORMS, PROBES } from "./known-forms.js";

export interface Likeness {
  readonly type: string;
  /** Whether the catalog has this type. */
  readonly isDeclared: boolean;
  /** Number of examined identifiers with this form. */
  readonly count: number;
  readonly of: number;
}

/** A pattern that matches a larger share of the probes is not distinctive. */
const TELLING_SHARE = 0.25;

interface Form {
  readonly type: string;
  readonly isDeclared: boolean;
  readonly fits: (raw: string) => boolean;
  count: number;
}

/** Counts the forms of identifiers: types of the catalog with distinctive patterns, and well-known forms. */
export class TypeLikeness {
  private readonly forms: Form[];
  private looked = 0;

  constructor(types: ReadonlyMap<string, IdentifierType>) {
    const declared = [...types.values()].map((type) => ({
      type: type.name,
      isDeclared: true,
      fits: (raw: string) => fits(type, raw),
      count: 0,
    }));
    const telling = declared.filter(
      (it) => PROBES.filter((probe) => it.fits(probe)).length <= PROBES.length * TELLING_SHARE,
    );
    const names = new Set(telling.map((it) => it.type));
    this.forms = [
      ...telling,
      ...KNOWN_FORMS.filter((it) => !names.has(it.type)).map(({ type, pattern }) => ({
        type,
        isDeclared: types.has(type),
        fits: (raw: string) => pattern.test(raw.trim()),
        count: 0,
      })),
    ];
  }

  add(raw: string): void {
    if (raw.trim() === "") return;
    this.looked += 1;
    for (const form of this.forms) if (form.fits(raw)) form.count += 1;
  }

  /** Whether identifiers of this type have a distinctive form. */
  isTelling(type: string): boolean {
    return this.forms.some((it) => it.type === type);
  }

  /** The forms of at least half of the identifiers, most frequent first; if equal, types of the catalog come first. */
  likely(): Likeness[] {
    return this.forms
      .filter((it) => it.count * 2 >= this.looked && it.count > 0)
      .sort((a, b) => b.count - a.count || Number(b.isDeclared) - Number(a.isDeclared))
      .map(({ type, isDeclared, count }) => ({ type, isDeclared, count, of: this.looked }));
  }

  /** Whether this type has a distinctive form that most of the identifiers do not have. */
  isUnlike(type: string): boolean {
    const own = this.forms.find((it) => it.type === type);
    return own !== undefined && own.count * 2 < this.looked;
  }

  /** A type that the identifiers look more like than the named one; null if they may well have that. */
  instead(named: string): Likeness | null {
    if (this.isTelling(named) && !this.isUnlike(named)) return null;
    return this.likely().find((it) => it.type !== named) ?? null;
  }
}

/** Does not count an added prefix as a fit: digits are not HGNC ids without a prefix. */
function fits(type: IdentifierType, raw: string): boolean {
  const normalised = type.normalise(raw);
  return normalised.isValid && !normalised.rulesApplied.includes("barePrefix");
}

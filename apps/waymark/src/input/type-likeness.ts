import type { IdentifierType } from "@waymark/executor";

import { KNOWN_FORMS, PROBES } from "./known-forms.js";

export interface Likeness {
  readonly type: string;
  /** Whether the catalog has this type. */
  readonly isDeclared: boolean;
  /** How many of those that were looked at are written like it. */
  readonly count: number;
  readonly of: number;
}

/** A pattern that takes more of the probes says nothing of an identifier that it takes. */
const TELLING_SHARE = 0.25;

interface Form {
  readonly type: string;
  readonly isDeclared: boolean;
  readonly fits: (raw: string) => boolean;
  count: number;
}

/** Counts which types identifiers are written like: those of the catalog whose patterns tell something, and well-known forms. */
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

  /** Whether the way in which identifiers of this type are written tells them from others. */
  isTelling(type: string): boolean {
    return this.forms.some((it) => it.type === type);
  }

  /** What at least half of the identifiers are written like: those of the catalog before others, most first. */
  likely(): Likeness[] {
    return this.forms
      .filter((it) => it.count * 2 >= this.looked && it.count > 0)
      .sort((a, b) => b.count - a.count || Number(b.isDeclared) - Number(a.isDeclared))
      .map(({ type, isDeclared, count }) => ({ type, isDeclared, count, of: this.looked }));
  }

  /** Whether this type is told by how it is written, and most of the identifiers are not written so. */
  isUnlike(type: string): boolean {
    const own = this.forms.find((it) => it.type === type);
    return own !== undefined && own.count * 2 < this.looked;
  }

  /** The type that they look more like than the one that was named; null when they may well be of that. */
  instead(named: string): Likeness | null {
    if (this.isTelling(named) && !this.isUnlike(named)) return null;
    return this.likely().find((it) => it.type !== named) ?? null;
  }
}

/** Without putting a prefix before it: digits are no HGNC ids for lacking one. */
function fits(type: IdentifierType, raw: string): boolean {
  const normalised = type.normalise(raw);
  return normalised.isValid && !normalised.rulesApplied.includes("barePrefix");
}

import type { MappedTarget } from "@waymark/executor";

import type { AnsweredRow, RowAnswer } from "./answered-row.js";

/** A cell: lists only in the wide shape. */
export type Cell = string | number | boolean | null | readonly (string | number)[];

export const SHAPES = ["long", "wide"] as const;

/** `long`: a line for each target. `wide`: a line for each row of the input. Unmapped rows have a line in both. */
export type Shape = (typeof SHAPES)[number];

export interface ShapeOptions {
  readonly shape: Shape;
  readonly targetTypes: readonly string[];
  /** Names of the input's other columns. */
  readonly others: readonly string[];
  readonly isValidated: boolean;
  readonly hasAsOf: boolean;
}

interface Column {
  readonly name: string;
  readonly of: (answer: RowAnswer, target: MappedTarget | null) => Cell;
}

/** The columns and lines of a result. */
export class ResultShape {
  readonly columns: readonly string[];
  private readonly own: readonly Column[];

  constructor(private readonly options: ShapeOptions) {
    const { shape, targetTypes } = options;
    this.own = options.shape === "long" ? longColumns(options) : wideColumns(options);
    const own =
      shape === "long"
        ? this.own.map((it) => it.name)
        : targetTypes.flatMap((type) => this.own.map(({ name }) => (name === "" ? type : `${type}_${name}`)));
    const ours = ["input", "identifier", ...own];
    const kept = options.others.map((it) => freeName(it, ours, options.others));
    this.columns = ["input", "identifier", ...kept, ...own];
  }

  /** Returns at least one line. */
  lines({ row, answers }: AnsweredRow): Cell[][] {
    const identifier = answers[0]?.result.identifier ?? null;
    const begin = [row.identifier, identifier, ...row.others];
    if (this.options.shape === "wide")
      return [[...begin, ...answers.flatMap((answer) => this.own.map((it) => it.of(answer, null)))]];
    return answers.flatMap((answer) => {
      const targets = answer.targets.length === 0 ? [null] : answer.targets;
      return targets.map((target) => [...begin, ...this.own.map((it) => it.of(answer, target))]);
    });
  }
}

const ABOUT_INPUT: readonly Column[] = [
  { name: "outcome", of: ({ result }) => result.outcome.outcome },
  { name: "matched_as", of: ({ result }) => result.outcome.matchedAs },
  { name: "current_label", of: ({ currentLabel }) => currentLabel },
  { name: "ambiguous", of: ({ result }) => result.outcome.isAmbiguous },
  { name: "source_status", of: ({ result }) => result.outcome.sourceStatus },
];

const REASON: Column = { name: "reason", of: ({ reason }) => (reason === "" ? null : reason) };
const GIVEN_LATER: Column = { name: "given_later", of: ({ result }) => result.isGivenLater };
const SERVED_FROM: Column = { name: "served_from", of: ({ result }) => result.servedFrom };

function longColumns({ isValidated, hasAsOf }: ShapeOptions): Column[] {
  return [
    { name: "target_type", of: ({ targetType }) => targetType },
    { name: "target", of: (_, target) => target?.id ?? null },
    ...ABOUT_INPUT,
    { name: "confidence", of: (_, target) => target && rounded(target.confidence) },
    { name: "hops", of: (_, target) => target?.hopCount ?? null },
    { name: "path", of: (_, target) => target?.pathId ?? null },
    ...(isValidated ? [{ name: "validation", of: validationOf } satisfies Column] : []),
    ...(hasAsOf ? [GIVEN_LATER] : []),
    SERVED_FROM,
    REASON,
  ];
}

function wideColumns({ isValidated, hasAsOf }: ShapeOptions): Column[] {
  return [
    // The column name is just the target type.
    { name: "", of: ({ targets }) => targets.map((it) => it.id) },
    ...ABOUT_INPUT,
    { name: "confidence", of: ({ targets }) => targets.map((it) => rounded(it.confidence)) },
    { name: "path", of: ({ targets }) => targets.map((it) => it.pathId) },
    ...(isValidated
      ? [
          {
            name: "validation",
            of: ({ targets }) => targets.map((it) => it.validationStatus ?? ""),
          } satisfies Column,
        ]
      : []),
    ...(hasAsOf ? [GIVEN_LATER] : []),
    REASON,
  ];
}

function validationOf({ result }: RowAnswer, target: MappedTarget | null): Cell {
  return target === null ? result.validationStatus : target.validationStatus;
}

/** Removes rounding errors of products such as 0.95 × 0.9. */
function rounded(confidence: number): number {
  return Number(confidence.toPrecision(12));
}

/** Renames a column of the input that has the name of one of ours. */
function freeName(name: string, ours: readonly string[], others: readonly string[]): string {
  if (!ours.includes(name)) return name;
  let own = `input_${name}`;
  while (ours.includes(own) || others.includes(own)) own = `input_${own}`;
  return own;
}

import { WaymarkError } from "@waymark/trace-core";

/** A type, and the number of hops to it. */
export interface TypeDistance {
  readonly type: string;
  readonly hops: number;
}

export interface NoPathFoundDetails {
  readonly sourceType: string;
  readonly targetType: string;
  readonly maxHops: number;
  /** Types that can be reached from the source type, nearest first. */
  readonly reachable: readonly TypeDistance[];
  /** Types from which the target type can be reached, nearest first. */
  readonly leadingToTarget: readonly TypeDistance[];
}

/** Code `no-path-found`: no path leads from the source type to the target type within `maxHops`. */
export class NoPathFoundError extends WaymarkError {
  static readonly code = "no-path-found";

  constructor(details: NoPathFoundDetails) {
    const { sourceType, targetType, maxHops, reachable, leadingToTarget } = details;
    super(
      `No path leads from ${sourceType} to ${targetType} within ${String(maxHops)} hops. ` +
        `From ${sourceType} one can reach: ${shown(reachable)}. ` +
        `${targetType} can be reached from: ${shown(leadingToTarget)}.`,
      {
        code: NoPathFoundError.code,
        details: {
          sourceType,
          targetType,
          maxHops,
          reachable: reachable.map((it) => ({ ...it })),
          leadingToTarget: leadingToTarget.map((it) => ({ ...it })),
        },
      },
    );
  }
}

function shown(types: readonly TypeDistance[]): string {
  if (types.length === 0) return "nothing";
  return types.map(({ type, hops }) => `${type} (${String(hops)} ${hops === 1 ? "hop" : "hops"})`).join(", ");
}

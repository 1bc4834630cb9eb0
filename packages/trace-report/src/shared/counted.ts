/** A number of things, and its share of the whole. */
export interface Counted {
  readonly count: number;
  /** 0 to 1; 0 if the whole is 0. */
  readonly share: number;
}

/** How often a name occurs. */
export interface NamedCount extends Counted {
  readonly name: string;
}

export function counted(count: number, whole: number): Counted {
  return { count, share: whole === 0 ? 0 : count / whole };
}

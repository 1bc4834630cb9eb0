/** How many there are, and which share of the whole that is. */
export interface Counted {
  readonly count: number;
  /** 0 to 1; 0 when the whole is nothing. */
  readonly share: number;
}

/** How many there are of one name. */
export interface NamedCount extends Counted {
  readonly name: string;
}

export function counted(count: number, whole: number): Counted {
  return { count, share: whole === 0 ? 0 : count / whole };
}

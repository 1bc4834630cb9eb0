/** The first so many of a list, and how many there are besides. */
export interface BoundedList<T> {
  readonly items: readonly T[];
  /** How many more there are than `items` has. */
  readonly cut: number;
}

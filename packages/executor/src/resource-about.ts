/** Describes a resource's data, besides its version. It is not part of any answer's fingerprint. */
export interface ResourceAbout {
  readonly title: string | null;
  /** Address of a page about it. */
  readonly homepage: string | null;
  /** Name or address of the licence of its data. */
  readonly license: string | null;
  /** How it wants to be cited. */
  readonly citation: string | null;
}

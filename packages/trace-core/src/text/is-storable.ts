const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * Whether a record can contain this text. Other text must not even be passed to a query: one driver aborts the process
 * on a lone surrogate, another refuses NUL.
 */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

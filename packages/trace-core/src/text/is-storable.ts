const UNSTORABLE = /\0|\p{Surrogate}/u;

/**
 * Whether any record can have this text. What cannot be stored must not even be asked for: one driver aborts the process
 * on a lone surrogate, another refuses NUL.
 */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

import type { RawInput } from "./mapping-input.js";
import { InvalidMappingRequestError } from "../errors/invalid-mapping-request-error.js";

type Source = Iterator<unknown, unknown> | AsyncIterator<unknown, unknown>;

/** Reads any iterable or async iterable of raw identifiers slice by slice, and never further than requested. */
export class SliceReader {
  private readonly source: Source;
  private isAtEnd = false;
  /** Inputs read so far. */
  count = 0;

  constructor(
    identifiers: Iterable<unknown> | AsyncIterable<unknown>,
    private readonly sliceSize: number,
  ) {
    this.source =
      Symbol.asyncIterator in identifiers
        ? identifiers[Symbol.asyncIterator]()
        : identifiers[Symbol.iterator]();
  }

  /**
   * The next slice, in input order; undefined at the end.
   *
   * @throws InvalidMappingRequestError an input is neither a string nor an object with an identifier
   * @throws the signal's reason when it is aborted, even while waiting for the source
   * @throws what the source throws
   */
  async next(signal: AbortSignal): Promise<RawInput[] | undefined> {
    signal.throwIfAborted();
    const abort = abortion(signal);
    const slice: RawInput[] = [];
    try {
      while (!this.isAtEnd && slice.length < this.sliceSize) {
        const step = this.source.next();
        const { done, value } = "then" in step ? await Promise.race([step, abort.promise]) : step;
        if (done) this.isAtEnd = true;
        else slice.push(this.checked(value));
      }
    } finally {
      abort.forget();
    }
    return slice.length > 0 ? slice : undefined;
  }

  /** Closes a source that was not read to its end. Does not wait for it, since it may itself be waiting. */
  close(): void {
    if (this.isAtEnd) return;
    this.isAtEnd = true;
    const letGo = async (): Promise<unknown> => this.source.return?.();
    // What closing the source throws would hide the reason why reading ended.
    letGo().catch(() => undefined);
  }

  private checked(value: unknown): RawInput {
    if (!isInput(value)) {
      const what = `a ${value === null ? "null" : typeof value} at index ${String(this.count)}`;
      throw new InvalidMappingRequestError(
        "identifiers",
        "must be strings, or objects with an identifier",
        what,
      );
    }
    this.count++;
    return value;
  }
}

function isInput(value: unknown): value is RawInput {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null || !("identifier" in value)) return false;
  return typeof value.identifier === "string";
}

/** Rejects with the signal's reason when it is aborted. */
function abortion(signal: AbortSignal): { readonly promise: Promise<never>; readonly forget: () => void } {
  let forget: () => void = () => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    forget = () => signal.removeEventListener("abort", abort);
  });
  // Nothing awaits it between two reads; an abort must not become an unhandled rejection.
  promise.catch(() => undefined);
  return { promise, forget };
}

import { redactUrl, WaymarkError } from "@waymark/trace-core";

/** Code `unknown-store-url`: no store supports URLs of this kind. */
export class UnknownStoreUrlError extends WaymarkError {
  static readonly code = "unknown-store-url";

  constructor(url: string, known: readonly string[]) {
    super(`unknown store ${redactUrl(url) || "(an empty URL)"}: a store is ${known.join(", ")}`, {
      code: UnknownStoreUrlError.code,
    });
  }
}

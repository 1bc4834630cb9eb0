import { redactUrl, WaymarkError } from "@waymark/trace-core";

/** Code `malformed-store-url`: a store supports URLs of this kind, but cannot parse this one. */
export class MalformedStoreUrlError extends WaymarkError {
  static readonly code = "malformed-store-url";

  constructor(url: string, cause?: unknown) {
    super(
      `the store URL ${redactUrl(url)} is malformed: in a user name or password, characters such as # / ? @ : and % have to be ` +
        "percent-encoded (%23 %2F %3F %40 %3A %25), and a port is a number up to 65535",
      { code: MalformedStoreUrlError.code, ...(cause === undefined ? {} : { cause }) },
    );
  }
}

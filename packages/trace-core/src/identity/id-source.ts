import { v7 } from "uuid";

/** Makes ids for sessions, path executions and metrics. Given from outside, so that a test can name them. */
export type IdSource = () => string;

/** Time-ordered UUIDv7 (RFC 9562, section 5.7). */
export const uuidV7: IdSource = () => v7();

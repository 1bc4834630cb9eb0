/** The version of this package, as sessions and provenance name it. */
export const EXECUTOR_VERSION = "0.1.0";

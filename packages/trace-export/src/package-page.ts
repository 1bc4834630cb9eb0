/** Version of this package in the files that it writes. */
export const PACKAGE_VERSION = "0.1.0";

const PACKAGE_NAME = "@waymark/trace-export";

/** Beginning of our own names in formats that require URIs. */
export const PACKAGE_PAGE = `https://www.npmjs.com/package/${PACKAGE_NAME}`;

/** Where the files of this version can be downloaded. */
export const PACKAGE_FILES = `https://unpkg.com/${PACKAGE_NAME}@${PACKAGE_VERSION}`;

/** Of this package, as what it writes names it. */
export const PACKAGE_VERSION = "0.1.0";

const PACKAGE_NAME = "@waymark/trace-export";

/** What names of our own begin with in formats that ask for addresses. */
export const PACKAGE_PAGE = `https://www.npmjs.com/package/${PACKAGE_NAME}`;

/** Where the files of this version can be had. */
export const PACKAGE_FILES = `https://unpkg.com/${PACKAGE_NAME}@${PACKAGE_VERSION}`;

const WITH_HOST = /^[a-z][a-z\d+.-]*:\/\//i;
/** The URL of a file, whose path may contain any character. */
const FILE = /^sqlite:/i;

/** Part of the name of a parameter that may hold a password. */
const SECRET = "(?:pass|pwd|secret|token|key)";
/** In the query of a URL. */
const PARAMETER = new RegExp(`([?&][^=&#]*${SECRET}[^=&#]*=)[^&#]*`, "gi");
/** In a libpq connection string, where a backslash escapes the next character, also inside quotes. */
const SETTING = new RegExp(
  `((?:^|[\\s;,])[\\w-]*${SECRET}[\\w-]*\\s*=\\s*)(?:'(?:[^'\\\\]|\\\\.)*(?:'|$)|"(?:[^"\\\\]|\\\\.)*(?:"|$)|(?:\\\\.|\\S)+)`,
  "gis",
);

/**
 * Makes a store URL safe to show: replaces the password, and the value of every parameter whose name suggests a
 * password. In text that is not a URL, but may have been meant as one, replaces everything between the first colon and
 * the last `@`; in a libpq connection string (`host=… password=…`), the values of such keys.
 */
export function redactUrl(url: string): string {
  return withoutCredentials(url).replaceAll(PARAMETER, "$1***");
}

function withoutCredentials(url: string): string {
  if (WITH_HOST.test(url)) {
    return url.replace(/\/\/.*@/s, (credentials) => {
      const user = /^\/\/([^:@/]*)/.exec(credentials)?.[1] ?? "";
      return credentials.slice(2, -1).includes(":") ? `//${user}:***@` : `//${user}@`;
    });
  }
  // Without the slashes, it is unclear which part is the user and which is the password, so both are removed.
  return FILE.test(url) ? url : url.replaceAll(SETTING, "$1***").replace(/:.*@/s, ":***@");
}

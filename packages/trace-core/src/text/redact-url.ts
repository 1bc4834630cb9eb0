const WITH_HOST = /^[a-z][a-z\d+.-]*:\/\//i;
/** The path of a file, which may have any character. */
const FILE = /^sqlite:/i;

/** What a parameter that may hold a password is called. */
const SECRET = "(?:pass|pwd|secret|token|key)";
/** In a query. */
const PARAMETER = new RegExp(`([?&][^=&#]*${SECRET}[^=&#]*=)[^&#]*`, "gi");
/** In a list of `key=value` as libpq reads it, where a backslash takes the meaning of what follows it, also in quotes. */
const SETTING = new RegExp(
  `((?:^|[\\s;,])[\\w-]*${SECRET}[\\w-]*\\s*=\\s*)(?:'(?:[^'\\\\]|\\\\.)*(?:'|$)|"(?:[^"\\\\]|\\\\.)*(?:"|$)|(?:\\\\.|\\S)+)`,
  "gis",
);

/**
 * A store URL as it may be shown: without password, and without any parameter that may hold one. What is no URL, but may
 * have been meant as one, is shown without what stands between its first colon and its last `@`; a connection string of
 * libpq (`host=… password=…`) without what such keys say.
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
  // Which part is the user and which the password cannot be told where the slashes were forgotten.
  return FILE.test(url) ? url : url.replaceAll(SETTING, "$1***").replace(/:.*@/s, ":***@");
}

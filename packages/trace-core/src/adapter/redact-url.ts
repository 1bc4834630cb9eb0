const WITH_HOST = /^[a-z][a-z\d+.-]*:\/\//i;
/** The path of a file, which may have any character. */
const FILE = /^sqlite:/i;

/**
 * A store URL as it may be shown: without password, and without any parameter that may hold one. What is no URL, but may
 * have been meant as one, is shown without what stands between its first colon and its last `@`.
 */
export function redactUrl(url: string): string {
  return withoutCredentials(url).replaceAll(
    /([?&][^=&#]*(?:pass|pwd|secret|token|key)[^=&#]*=)[^&#]*/gi,
    "$1***",
  );
}

function withoutCredentials(url: string): string {
  if (WITH_HOST.test(url)) {
    return url.replace(/\/\/.*@/s, (credentials) => {
      const user = /^\/\/([^:@/]*)/.exec(credentials)?.[1] ?? "";
      return credentials.slice(2, -1).includes(":") ? `//${user}:***@` : `//${user}@`;
    });
  }
  // Which part is the user and which the password cannot be told where the slashes were forgotten.
  return FILE.test(url) ? url : url.replace(/:.*@/s, ":***@");
}

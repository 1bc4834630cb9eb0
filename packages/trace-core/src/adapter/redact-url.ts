/** A store URL as it may be shown: without password, and without any parameter that may hold one. */
export function redactUrl(url: string): string {
  return url
    .replace(/\/\/.*@/, (credentials) => {
      const user = /^\/\/([^:@/]*)/.exec(credentials)?.[1] ?? "";
      return credentials.slice(2, -1).includes(":") ? `//${user}:***@` : `//${user}@`;
    })
    .replaceAll(/([?&][^=&#]*(?:pass|pwd|secret|token|key)[^=&#]*=)[^&#]*/gi, "$1***");
}

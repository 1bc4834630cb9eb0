import { WaymarkError } from "@waymark/trace-core";

import { EXECUTOR_VERSION } from "../../executor-version.js";

const VARIABLE = /\$\{env:([^}]*)\}/g;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Code `invalid-http-header`: a header cannot be sent as it is declared. The message contains no value. */
export class InvalidHttpHeaderError extends WaymarkError {
  static readonly code = "invalid-http-header";

  constructor(message: string) {
    super(message, { code: InvalidHttpHeaderError.code });
  }
}

/** What is wrong with declared headers in this environment, header by header. The messages contain no values. */
export function checkHeaders(
  templates: Readonly<Record<string, string>>,
  environment: Environment,
): { readonly name: string; readonly message: string }[] {
  return Object.entries(templates).flatMap(([name, template]) => {
    const missing = variablesOf(template).filter((it) => !environment[it]);
    const [first] = missing;
    if (first !== undefined)
      return { name, message: `the environment variable ${missing.join(", ")} is not set` };
    try {
      new Headers({ [name]: resolve(template, environment) });
      return [];
    } catch {
      // The error's message contains the value.
      return { name, message: "its name or its value cannot be sent as a header" };
    }
  });
}

/** The headers of a service. Those with values from the environment are sent only to the service's own origin. */
export class HeaderSet {
  private readonly open: Readonly<Record<string, string>>;
  /** Private, so that it is not shown when the resource is printed. */
  readonly #secret: Readonly<Record<string, string>>;
  private readonly origin: string;

  /** @throws InvalidHttpHeaderError a variable is missing, or a header cannot be sent */
  constructor(
    resource: string,
    templates: Readonly<Record<string, string>>,
    url: string,
    environment: Environment,
  ) {
    const [problem] = checkHeaders(templates, environment);
    if (problem !== undefined)
      throw new InvalidHttpHeaderError(`Resource ${resource}, header ${problem.name}: ${problem.message}`);
    const open: Record<string, string> = {};
    const secret: Record<string, string> = {};
    for (const [name, template] of Object.entries(templates)) {
      const isSecret = variablesOf(template).length > 0;
      (isSecret ? secret : open)[name] = resolve(template, environment);
    }
    this.origin = new URL(url).origin;
    this.open = open;
    this.#secret = secret;
  }

  /** @param own headers that the request needs; declared headers take precedence */
  for(url: string, own: Readonly<Record<string, string>>): Headers {
    const headers = new Headers({ "user-agent": `waymark/${EXECUTOR_VERSION}`, ...own });
    const declared = new URL(url).origin === this.origin ? { ...this.open, ...this.#secret } : this.open;
    for (const [name, value] of Object.entries(declared)) headers.set(name, value);
    return headers;
  }
}

function variablesOf(template: string): string[] {
  return [...template.matchAll(VARIABLE)].map(([, name = ""]) => name);
}

function resolve(template: string, environment: Environment): string {
  return template.replace(VARIABLE, (_, name: string) => environment[name] ?? "");
}

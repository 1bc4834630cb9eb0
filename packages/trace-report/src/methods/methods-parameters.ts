import { canonicalJson, type JsonObject, type JsonValue, type MappingSession } from "@waymark/trace-core";

/** Options of a run that change its answers, and their defaults. */
const DEFAULTS: Readonly<Record<string, JsonValue>> = {
  minConfidence: 0,
  asOf: null,
  validate: false,
  secondaryTypes: [],
  tryReverse: false,
  allowReverse: false,
  discoverPaths: "when-undeclared",
  maxHops: 5,
  maxDiscoveredPaths: 10,
};

/** The options of a run that differ from their defaults, then the session's other parameters that are plain values. */
export function methodsParameters({
  parameters,
}: MappingSession): { readonly name: string; readonly value: JsonValue }[] {
  const { options, ...own } = parameters;
  const given = isObject(options) ? options : {};
  const changed = Object.entries(DEFAULTS).flatMap(([name, usual]) => {
    const value = given[name];
    return value === undefined || canonicalJson(value) === canonicalJson(usual) ? [] : [{ name, value }];
  });
  // Lists and objects are meant for programs, not for a paper.
  const plain = Object.entries(own).filter(([, value]) => typeof value !== "object");
  return [...changed, ...plain.map(([name, value]) => ({ name, value }))];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What an option did, in one sentence. */
export function parameterSentence(
  { name, value }: { readonly name: string; readonly value: JsonValue },
  { sourceType }: { readonly sourceType: string },
  dateText: (time: string) => string,
): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  switch (name) {
    case "minConfidence":
      return `Targets with a confidence below ${text} were left out.`;
    case "asOf":
      return `Labels that entities received only after ${typeof value === "string" ? dateText(value) : text} were marked.`;
    case "validate":
      return `Every target was mapped back to ${sourceType}.`;
    case "secondaryTypes":
      return `Identifiers that led nowhere were also looked up by their secondary identifiers (${Array.isArray(value) ? value.join(", ") : text}).`;
    case "tryReverse":
      return "Paths declared in the opposite direction were also read backwards.";
    case "allowReverse":
      return "Discovered paths could read maps backwards.";
    case "discoverPaths":
      return value === "always"
        ? "Besides the declared paths, discovered ones were tried."
        : "Only declared paths were tried.";
    case "maxHops":
      return `Discovered paths had at most ${text} ${value === 1 ? "step" : "steps"}.`;
    case "maxDiscoveredPaths":
      return `At most ${text} discovered ${value === 1 ? "path was" : "paths were"} tried.`;
    default:
      return `The parameter ${name} was ${text}.`;
  }
}

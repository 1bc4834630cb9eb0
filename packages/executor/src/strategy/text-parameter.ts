import type { JsonObject } from "@waymark/trace-core";

/** A parameter that must be a text. */
export function textParameter(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string" || value === "")
    throw new TypeError(`${name} must be a text that is not empty`);
  return value;
}

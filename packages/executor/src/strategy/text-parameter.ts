import type { JsonObject } from "@waymark/trace-core";

/** Why a parameter is not a non-empty string; undefined if it is one. */
export function whyNoText(parameters: JsonObject, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? undefined : `${name} must be a non-empty string`;
}

/**
 * A parameter that must be a non-empty string.
 *
 * @throws TypeError it is not
 */
export function textParameter(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  if (typeof value !== "string" || value === "") throw new TypeError(whyNoText(parameters, name));
  return value;
}

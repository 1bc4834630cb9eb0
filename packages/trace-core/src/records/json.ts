/** Plain JSON (RFC 8259). Values that differ only in the order of object keys are equal. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

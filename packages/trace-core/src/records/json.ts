/** Plain JSON, as RFC 8259 has it. Equal up to the order of object keys. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

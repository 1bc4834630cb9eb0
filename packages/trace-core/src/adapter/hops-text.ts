import type { ProvenanceHop } from "../records/entity-mapping-provenance.js";
import { canonicalJson } from "./canonical-json.js";

const texts = new WeakMap<readonly ProvenanceHop[], string>();

/**
 * The canonical JSON of hops that nobody changes any more, such as those of a prepared batch: it is asked for when the id
 * of their provenance is derived, and again when they are stored.
 */
export function hopsText(hops: readonly ProvenanceHop[]): string {
  let text = texts.get(hops);
  if (text === undefined) {
    text = canonicalJson(hops);
    texts.set(hops, text);
  }
  return text;
}

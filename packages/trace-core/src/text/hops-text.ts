import type { ProvenanceHop } from "../records/entity-mapping-provenance.js";
import { jsonString, jsonStringOrNull } from "./json-string.js";

/** The text of a hop before and after its identifier, with the other fields that it was made from. */
interface Frame {
  readonly hop: Omit<ProvenanceHop, "identifier">;
  readonly before: string;
  readonly after: string;
}

/** The last frame for each position in a list of hops: the next hop there usually differs only in its identifier. */
const frames: (Frame | undefined)[] = [];
/** Later positions are not cached. */
const MAX_FRAMES = 16;

/** The canonical JSON of hops with their keys in any order, many times faster than by sorting the keys. */
export function hopsText(hops: readonly ProvenanceHop[]): string {
  let text = "[";
  for (const [place, hop] of hops.entries()) text += (place === 0 ? "" : ",") + hopText(hop, place);
  return `${text}]`;
}

function hopText(hop: ProvenanceHop, place: number): string {
  let frame = frames[place];
  if (frame === undefined || !isAlike(frame.hop, hop)) {
    frame = frameOf(hop);
    if (place < MAX_FRAMES) frames[place] = frame;
  }
  return frame.before + jsonString(hop.identifier) + frame.after;
}

function isAlike(a: Frame["hop"], b: ProvenanceHop): boolean {
  return (
    a.confidence === b.confidence &&
    a.direction === b.direction &&
    a.map === b.map &&
    a.matchedAs === b.matchedAs &&
    a.relation === b.relation &&
    a.release === b.release &&
    a.resource === b.resource &&
    a.type === b.type
  );
}

/** Keys in the order of canonical JSON. */
function frameOf(hop: ProvenanceHop): Frame {
  const { confidence, direction, map, matchedAs, relation, release, resource, type } = hop;
  return {
    hop: { confidence, direction, map, matchedAs, relation, release, resource, type },
    before: `{"confidence":${String(confidence)},"direction":${jsonString(direction)},"identifier":`,
    after:
      `,"map":${jsonStringOrNull(map)},"matchedAs":${jsonStringOrNull(matchedAs)},"relation":${jsonString(relation)}` +
      `,"release":${jsonStringOrNull(release)},"resource":${jsonString(resource)},"type":${jsonString(type)}}`,
  };
}

import { compareBytes } from "../../text/compare-bytes.js";
import type { InMemoryTraceStore } from "../../in-memory/in-memory-trace-store.js";
import type { TraceStore } from "../../trace-store.js";
import type { CachedAnswer, FindAnswersQuery } from "../../trace-store-queries.js";
import { describeAnswers } from "../describe-answers.js";
import { describeBounds } from "../describe-bounds.js";
import { describeCopies } from "../describe-copies.js";
import { describeMappings } from "../describe-mappings.js";
import { describePathPerformance } from "../describe-path-performance.js";
import type { Defect } from "./defect.js";

const CUT = "finds known ids anywhere in a list of as many ids as the bound allows";
const SORTED =
  "sorts the mappings of an answer like its targets, and their provenance by mapping, then by id";

function answering(
  change: (answer: CachedAnswer, query: FindAnswersQuery) => Partial<CachedAnswer>,
): Defect["members"] {
  return (sound) => ({
    findAnswers: async (query) =>
      (await sound.findAnswers(query)).map((it) => ({ ...it, ...change(it, query) })),
  });
}

/** Returns the same objects whenever the query is the same. */
function sharing(member: keyof InMemoryTraceStore & keyof TraceStore): Defect["members"] {
  return (sound) => {
    const given = new Map<string, unknown>();
    const lookUp = sound[member].bind(sound) as (query: unknown) => Promise<unknown>;
    return {
      [member]: async (query: unknown) => {
        const key = JSON.stringify(query);
        if (!given.has(key)) given.set(key, await lookUp(query));
        return given.get(key);
      },
    };
  };
}

export const LOOK_UP_DEFECTS: Defect[] = [
  {
    name: "treats a maximum age of 0 as none in findMappings",
    members: (sound) => ({
      findMappings: ({ maxAgeMs, ...rest }) => sound.findMappings({ ...rest, ...(maxAgeMs && { maxAgeMs }) }),
    }),
    caughtBy: [describeMappings, "applies a maximum age of 0"],
  },
  {
    name: "treats a maximum age of 0 as none in findReverse",
    members: (sound) => ({
      findReverse: ({ maxAgeMs, ...rest }) => sound.findReverse({ ...rest, ...(maxAgeMs && { maxAgeMs }) }),
    }),
    caughtBy: [describeMappings, "applies a maximum age of 0"],
  },
  {
    name: "answers repeated targets repeatedly",
    members: (sound) => ({
      findReverse: async (query) =>
        (
          await Promise.all(query.targetIds.map((id) => sound.findReverse({ ...query, targetIds: [id] })))
        ).flat(),
    }),
    caughtBy: [describeMappings, "answers repeated ids once and leaves out unknown ones"],
  },
  {
    name: "cuts findReverse at 5,000 ids",
    members: (sound) => ({
      findReverse: (query) => sound.findReverse({ ...query, targetIds: query.targetIds.slice(0, 5_000) }),
    }),
    caughtBy: [describeBounds, CUT],
  },
  {
    name: "cuts listOutcomes at 5,000 ids",
    members: (sound) => ({
      listOutcomes: (query) =>
        sound.listOutcomes(
          "sourceIds" in query ? { ...query, sourceIds: query.sourceIds.slice(0, 5_000) } : query,
        ),
    }),
    caughtBy: [describeBounds, CUT],
  },
  {
    name: "cuts findAnswers at 100 fingerprints",
    members: (sound) => ({
      findAnswers: (query) =>
        sound.findAnswers({ ...query, answerFingerprints: query.answerFingerprints.slice(0, 100) }),
    }),
    caughtBy: [describeBounds, "finds an answer by any one of as many fingerprints as the bound allows"],
  },
  {
    name: "returns the provenance of an answer in reverse",
    members: answering(({ provenance }) => ({ provenance: [...provenance].reverse() })),
    caughtBy: [describeAnswers, SORTED],
  },
  {
    name: "sorts the provenance of an answer by id",
    members: answering(({ provenance }) => ({
      provenance: [...provenance].sort((a, b) => compareBytes(a.id, b.id)),
    })),
    caughtBy: [describeAnswers, SORTED],
  },
  {
    name: "sorts the mappings of an answer by id",
    members: answering(({ mappings }) => ({
      mappings: [...mappings].sort((a, b) => compareBytes(a.id, b.id)),
    })),
    caughtBy: [describeAnswers, SORTED],
  },
  {
    name: "sorts the mappings of an answer by target",
    members: answering(({ mappings }) => ({
      mappings: [...mappings].sort((a, b) => compareBytes(a.targetId, b.targetId)),
    })),
    caughtBy: [describeAnswers, SORTED],
  },
  {
    name: "sorts equally slow paths by name descending",
    members: (sound) => ({
      pathPerformance: async (window) => {
        const { paths, resources } = await sound.pathPerformance(window);
        return {
          paths: [...paths].sort(
            (a, b) => b.p95DurationMs - a.p95DurationMs || compareBytes(b.pathId, a.pathId),
          ),
          resources,
        };
      },
    }),
    caughtBy: [describePathPerformance, "sorts equally slow paths and resources by the bytes of their names"],
  },
  ...(
    [
      "getSession",
      "listSessions",
      "listPathExecutions",
      "listMetrics",
      "listOutcomes",
      "listProvenance",
      "listMappings",
      "getMappings",
      "findMappings",
      "findReverse",
      "findAnswers",
    ] as const
  ).map((member): Defect => ({
    name: `returns shared objects from ${member}`,
    members: sharing(member),
    caughtBy: [describeCopies, `returns copies from ${member}`],
  })),
];

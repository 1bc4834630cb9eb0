import type { InMemoryTraceStore } from "../../in-memory/in-memory-trace-store.js";
import type { MappingSession, MappingSessionStatus } from "../../records/mapping-session.js";
import { describeAbandoning } from "../describe-abandoning.js";
import { describeClose } from "../describe-close.js";
import { describeDeleting } from "../describe-deleting.js";
import { describeOddArguments } from "../describe-odd-arguments.js";
import { describePrune } from "../describe-prune.js";
import { describeReopening } from "../describe-reopening.js";
import { NO_RECORDS } from "../store-under-test.js";
import { recordsOf, type Defect } from "./defect.js";

function pruningUntil(extraMs: number): Defect["members"] {
  return (sound) => ({
    prune: ({ olderThan, ...rest }) =>
      sound.prune({ ...rest, olderThan: new Date(olderThan.getTime() + extraMs) }),
  });
}

/** Does the work while the chosen sessions temporarily have other field values. */
async function disguised<T>(
  sound: InMemoryTraceStore,
  isMeant: (it: MappingSession) => boolean,
  fields: Partial<MappingSession>,
  work: () => Promise<T>,
): Promise<T> {
  const { sessions } = recordsOf(sound);
  const meant = [...sessions.values()].filter(isMeant);
  for (const it of meant) sessions.set(it.id, { ...it, ...fields });
  const result = await work();
  for (const it of meant) sessions.set(it.id, it);
  return result;
}

function removeMappings(sound: InMemoryTraceStore, isMeant: (lastSeenAt: Date) => boolean): void {
  const { mappings, provenanceOfMapping } = recordsOf(sound);
  for (const { id, lastSeenAt } of mappings.values()) {
    if (provenanceOfMapping.get(id).size === 0 && isMeant(lastSeenAt)) recordsOf(sound).removeMapping(id);
  }
}

export const UPKEEP_DEFECTS: Defect[] = [
  {
    name: "closes between the transactions of a deletion",
    members: (sound) => ({
      close: () => sound.close(),
      deleteSession: async (id) => {
        await sound.getSession(id);
        return sound.deleteSession(id);
      },
    }),
    caughtBy: [describeClose, "waits for a deletion, even of a session larger than one transaction"],
  },
  {
    name: "prunes sessions that ended a millisecond too late",
    members: pruningUntil(1),
    caughtBy: [describePrune, "compares the end of a session to the millisecond"],
  },
  {
    name: "prunes sessions that ended a day too late",
    members: pruningUntil(86_400_000),
    caughtBy: [describePrune, "compares the end of a session to the millisecond"],
  },
  ...(["failed", "cancelled", "partial"] as const).map((status: MappingSessionStatus): Defect => ({
    name: `prunes no session that is ${status}`,
    members: (sound) => ({
      prune: (options) =>
        disguised(
          sound,
          (it) => it.status === status,
          { endedAt: null },
          () => sound.prune(options),
        ),
    }),
    caughtBy: [describePrune, "removes ended sessions of every status"],
  })),
  {
    name: "prunes mappings last seen exactly at olderThan",
    members: (sound) => ({
      prune: async (options) => {
        const report = await sound.prune(options);
        if (options.dryRun !== true) removeMappings(sound, (it) => it <= options.olderThan);
        return report;
      },
    }),
    caughtBy: [describePrune, "removes mappings without provenance that were last seen before olderThan"],
  },
  {
    name: "prunes nothing, without an error, when olderThan is missing",
    members: (sound) => ({
      prune: async (options) =>
        (options as { olderThan?: Date } | undefined)?.olderThan === undefined
          ? { ...NO_RECORDS, dryRun: false }
          : sound.prune(options),
    }),
    caughtBy: [describeOddArguments, "are refused by prune when they are missing"],
  },
  {
    name: "keeps the metrics of a session that it deletes",
    members: (sound) => ({
      deleteSession: async (id) => {
        const { metrics } = recordsOf(sound);
        const before = [...metrics];
        const isDeleted = await sound.deleteSession(id);
        for (const [key, it] of before) metrics.set(key, it);
        return isDeleted;
      },
    }),
    caughtBy: [
      describeDeleting,
      "deletes a session with all its records, and the mappings left without provenance",
    ],
  },
  {
    name: "deletes mappings that never had provenance together with any session",
    members: (sound) => ({
      deleteSession: async (id) => {
        const isDeleted = await sound.deleteSession(id);
        removeMappings(sound, () => true);
        return isDeleted;
      },
    }),
    caughtBy: [describeDeleting, "keeps mappings that never had provenance"],
  },
  ...(["abandoned", "cancelled"] as const).map((expected): Defect => ({
    name: `reopens a session that is not ${expected} but has the other status that can be reopened`,
    members: (sound) => ({
      reopenSession: async (id, _expected, owner) => {
        const { status } = (await sound.getSession(id)) ?? {};
        return sound.reopenSession(id, status === "abandoned" ? status : "cancelled", owner);
      },
    }),
    caughtBy: [
      describeReopening,
      expected === "abandoned"
        ? "does not reopen a session that is cancelled when abandoned is expected"
        : "does not reopen a session that is abandoned when cancelled is expected",
    ],
  })),
  {
    name: "keeps the old owner of a session that it reopens",
    members: (sound) => ({
      reopenSession: async (id, expected, owner) =>
        sound.reopenSession(id, expected, owner ?? (await sound.getSession(id))?.owner ?? null),
    }),
    caughtBy: [describeReopening, "reopens a session without an owner if none is given"],
  },
  {
    name: "reopens a session with any expected status",
    members: (sound) => ({
      reopenSession: (id, expected, owner) =>
        disguised(
          sound,
          (it) => it.id === id && it.status === expected,
          { status: "cancelled" },
          () => sound.reopenSession(id, "cancelled", owner),
        ),
    }),
    caughtBy: [describeReopening, "refuses to reopen from any other status, even if the session has it"],
  },
  {
    name: "accepts any owner of a session that it reopens",
    members: (sound) => ({
      reopenSession: async (id, expected, owner = null) => {
        const reopened = { ...(await sound.reopenSession(id, expected)), owner };
        recordsOf(sound).sessions.set(id, reopened);
        return reopened;
      },
    }),
    caughtBy: [describeReopening, "refuses an owner of the wrong shape, and names the wrong field"],
  },
  {
    name: "abandons sessions after ten seconds by default",
    members: (sound) => ({
      abandonStale: (options) => sound.abandonStale({ staleAfterMs: 10_000, ...options }),
    }),
    caughtBy: [describeAbandoning, "abandons sessions after 30 seconds by default, by its own clock"],
  },
  {
    name: "returns abandoned sessions oldest first",
    members: (sound) => ({ abandonStale: async (options) => (await sound.abandonStale(options)).reverse() }),
    caughtBy: [describeAbandoning, "returns abandoned sessions newest first"],
  },
];

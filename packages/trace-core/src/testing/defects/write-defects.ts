import { BATCH_KINDS } from "../../records/trace-batch.js";
import { describeClose } from "../describe-close.js";
import { describeConcurrency } from "../describe-concurrency.js";
import { describeCopies } from "../describe-copies.js";
import { describeRoundTrip } from "../describe-round-trip.js";
import { describeWrite } from "../describe-write.js";
import { recordsOf, type Defect } from "./defect.js";

const oneByOne: Defect["members"] = (sound) => ({
  write: async (batch) => {
    const kinds = BATCH_KINDS.filter((kind) => batch[kind] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) return sound.write(batch);
    for (const record of batch[kind] ?? []) await sound.write({ [kind]: [record] });
  },
});

export const WRITE_DEFECTS: Defect[] = [
  ...(["pathExecutions", "metrics"] as const).map((kind) => ({
    name: `writes a batch of only ${kind} one by one`,
    members: oneByOne,
    caughtBy: [
      describeWrite,
      `writes nothing of a batch of only ${kind} if one has an unknown reference`,
    ] as const,
  })),
  {
    name: "writes a batch of only session starts one by one",
    members: oneByOne,
    caughtBy: [describeConcurrency, "never shows a reader part of a batch of only sessions"],
  },
  {
    name: "refuses more than 30,000 mappings",
    members: (sound) => ({
      write: async (batch) => {
        if ((batch.mappings ?? []).length > 30_000) throw new Error("too many");
        await sound.write(batch);
      },
    }),
    caughtBy: [describeWrite, "accepts as many records in one batch as the bound allows"],
  },
  {
    name: "trims the names of metrics",
    members: (sound) => ({
      write: (batch) =>
        sound.write({
          ...batch,
          metrics: (batch.metrics ?? []).map((it) => ({ ...it, name: it.name.trim() })),
        }),
    }),
    caughtBy: [describeRoundTrip, "keeps leading and trailing white space of names and texts"],
  },
  {
    name: "stores the mapping objects of the batch without copying them",
    members: (sound) => ({
      write: async (batch) => {
        await sound.write(batch);
        const { mappings } = recordsOf(sound);
        for (const it of batch.mappings ?? []) mappings.set(it.id, it);
      },
    }),
    caughtBy: [describeCopies, "keeps what was written when the batch is changed afterwards"],
  },
  {
    name: "still writes with writeAfter when it is closed",
    members: (sound) => ({
      writeAfter: async (batch, earlier) => {
        await earlier;
        await sound.write(batch);
      },
    }),
    caughtBy: [describeClose, "makes writeAfter throw store-closed and write nothing"],
  },
  {
    name: "closes while a writeAfter waits for the earlier one",
    members: (sound) => ({
      close: () => sound.close(),
      writeAfter: async (batch, earlier) => {
        await earlier;
        await sound.write(batch);
      },
    }),
    caughtBy: [describeClose, "waits for a writeAfter that is retried after the earlier write"],
  },
];

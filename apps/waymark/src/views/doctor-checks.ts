import type { StoreInspection, WaymarkError } from "@waymark/trace-core";

import type { DoctorCheck } from "../documents/doctor-document.js";
import { storeFileAdvice } from "./store-file-advice.js";
import { amount, durationText, sizeText } from "./format.js";

/** A run waits for the store thousands of times. */
const SLOW_MS = 50;
/** Times in the trace are compared across machines, to the second. */
const APART_MS = 2_000;
const SHOWN = 5;

/**
 * Reports an error on opening the store as checks; undefined if the store is not the reason.
 *
 * @param file path of an SQLite store; null for others
 */
export function checkOpening(error: WaymarkError, file: string | null): DoctorCheck[] | undefined {
  switch (error.code) {
    case "no-trace":
      return [
        failed(
          "store",
          "there is no trace yet",
          "map something first (`waymark map`), or name another with --store",
        ),
      ];
    case "store-open":
    case "cache-retrieval":
    case "cache-transaction":
      return [
        failed(
          "store",
          error.message,
          file === null
            ? "check that it is running, and that the URL and the login are right"
            : storeFileAdvice(file),
        ),
      ];
    case "schema-version": {
      const reachable: DoctorCheck = {
        name: "store",
        status: "ok",
        message: "it can be reached",
        advice: null,
      };
      const { pending } = error.details;
      return Array.isArray(pending)
        ? [reachable, failed("schema", `it lacks ${pending.map(String).join(", ")}`, "run `waymark migrate`")]
        : [reachable, failed("schema", error.message, "use the newer waymark version that created it")];
    }
    default:
      return undefined;
  }
}

export function storeCheck({ product, version, sizeBytes }: StoreInspection): DoctorCheck {
  const size = sizeBytes === null ? "" : `, ${sizeText(sizeBytes)}`;
  const message = `${product}${version === null ? "" : ` ${version}`}${size}`;
  return { name: "store", status: "ok", message, advice: null };
}

/** @param lost names of missing tables */
export function checkInspection(inspection: StoreInspection, lost: readonly string[]): DoctorCheck[] {
  return [
    checkSchema(inspection, lost),
    checkIndexes(inspection, lost),
    checkLatency(inspection),
    checkClock(inspection),
  ];
}

function checkSchema(
  { schema: { applied, pending } }: StoreInspection,
  lost: readonly string[],
): DoctorCheck {
  if (lost.length > 0)
    return failed(
      "schema",
      `${lost.length === 1 ? "a whole table is" : "whole tables are"} missing, with all records in ${lost.length === 1 ? "it" : "them"}: ${lost.join(", ")}`,
      "these records are lost: ask your administrator to restore a backup, or create a new store and import an export",
    );
  if (pending.length > 0) return failed("schema", `it lacks ${pending.join(", ")}`, "run `waymark migrate`");
  return {
    name: "schema",
    status: "ok",
    message: `up to date (${amount(applied.length, "step")})`,
    advice: null,
  };
}

function checkIndexes({ indexes }: StoreInspection, lost: readonly string[]): DoctorCheck {
  // The indexes of a missing table are not worth mentioning.
  const broken = indexes.filter((it) => it.state !== "ready" && !lost.includes(it.of));
  if (broken.length === 0 && lost.length > 0)
    return { name: "indexes", status: "ok", message: "all of the other tables exist", advice: null };
  if (broken.length === 0)
    return {
      name: "indexes",
      status: "ok",
      message: `all ${String(indexes.length)} exist`,
      advice: null,
    };
  return failed(
    "indexes",
    broken.map((it) => `${it.of}.${it.name} is ${it.state}`).join(", "),
    "look-ups are slow without them: ask your administrator to create them again, or move the trace into a new store " +
      "(`waymark export --format jsonl --all --output FILE`, then `waymark import FILE` there)",
  );
}

function checkLatency({ latencyMs }: StoreInspection): DoctorCheck {
  const message = `${latencyMs < 1 ? "under 1 ms" : durationText(latencyMs)} per query`;
  if (latencyMs < SLOW_MS) return { name: "latency", status: "ok", message, advice: null };
  return {
    name: "latency",
    status: "warn",
    message,
    advice: "run waymark closer to the store, since runs wait for it",
  };
}

function checkClock({ clockOffsetMs }: StoreInspection): DoctorCheck {
  const apart = Math.abs(clockOffsetMs);
  if (apart < APART_MS)
    return { name: "clock", status: "ok", message: "the same as on this machine", advice: null };
  const direction = clockOffsetMs > 0 ? "ahead of" : "behind";
  return {
    name: "clock",
    status: "warn",
    message: `the store's is ${durationText(apart)} ${direction} this machine's`,
    advice: "synchronise both with a time server: ages and heartbeats are measured by the store's clock",
  };
}

/** @param max number up to which sessions were counted */
export function checkStaleSessions(ids: readonly string[], max: number): DoctorCheck {
  if (ids.length === 0)
    return {
      name: "sessions",
      status: "ok",
      message: "none is running without a heartbeat",
      advice: null,
    };
  const more = ids.length > SHOWN ? " and more" : "";
  const count = ids.length >= max ? `${String(max)} or more sessions` : amount(ids.length, "session");
  return {
    name: "sessions",
    status: "warn",
    message: `${count} running without a heartbeat: ${ids.slice(0, SHOWN).join(", ")}${more}`,
    advice:
      "continue one with `waymark resume SESSION`, or import its trace again if it comes from an interrupted import; " +
      "otherwise the next run marks it abandoned",
  };
}

function failed(name: DoctorCheck["name"], message: string, advice: string): DoctorCheck {
  return { name, status: "fail", message, advice };
}

// A connection to a SQLite file in a separate thread, which `sqlite-thread.ts` starts. Plain JavaScript, since Node.js
// must be able to run this file without a build, in tests as well.
import { statSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

import Database from "libsql";

/** @import { Answer, Question, ThreadSettings } from "./sqlite-thread.js" */

const { file, inode, pragmas, patienceMs } = /** @type {ThreadSettings} */ (workerData);

/** After holding the file, pauses for this fraction of that time, so that other processes get their turn. */
const LEFT_TO_OTHERS = 1 / 25;

/** @type {Database.Database | undefined} */
let database;
/**
 * Prepared statements, kept for reuse. One that failed counts as in progress until it is run again or
 * garbage-collected, and until then no transaction could be committed.
 *
 * @type {Map<string, Database.Statement>}
 */
const statements = new Map();
/**
 * The error of a message of rows that failed: the messages of rows after it must not be written without it.
 *
 * @type {unknown}
 */
let refused;
let begunAt = 0;
let othersUntil = 0;

/** Opened by the first question, so that its answer reports any failure, and a later question may succeed. */
function open() {
  return (database ??= patiently(() => {
    if (String(statSync(file, { bigint: true, throwIfNoEntry: false })?.ino) !== inode)
      throw Object.assign(new Error(`${file} is not the file that was opened`), { code: "ESTALE" });
    const opened = new Database(file);
    try {
      for (const it of pragmas) opened.pragma(it);
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }));
}

/**
 * @param {Database.Database} on
 * @param {Question} question
 */
function run(on, { sql, parameters, rows }) {
  const statement = statements.get(sql) ?? on.prepare(sql);
  statements.set(sql, statement);
  if (rows !== undefined) {
    let affected = 0;
    for (const row of rows) affected += statement.run(row).changes;
    return { records: [], affected };
  }
  if (statement.reader) return { records: statement.all(parameters), affected: 0 };
  return { records: [], affected: statement.run(parameters).changes };
}

/**
 * Retries while other processes hold the file, up to the time limit. In this thread, polling blocks no one.
 *
 * @template T
 * @param {() => T} call
 */
function patiently(call) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return call();
    } catch (error) {
      if (codeOf(error)?.startsWith("SQLITE_BUSY") !== true || performance.now() > deadline) throw error;
      pause(1);
    }
  }
}

/** @param {number} ms */
function pause(ms) {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** @param {Question} question */
function answer(question) {
  const on = open();
  if (question.rows === undefined) refused = undefined;
  if (refused !== undefined) throw refused;
  try {
    if (on.inTransaction) return run(on, question);
    // Outside a transaction, it would be committed immediately.
    if (question.isWithin === true) throw new Error("The transaction has not begun, or is over");
    // The question begins a transaction, or is one by itself.
    pause(othersUntil - performance.now());
    return patiently(() => {
      begunAt = performance.now();
      return run(on, question);
    });
  } catch (error) {
    if (question.rows !== undefined) refused = error;
    throw error;
  } finally {
    if (!on.inTransaction) othersUntil = performance.now() + (performance.now() - begunAt) * LEFT_TO_OTHERS;
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {{ code?: string }} */ (error).code;
}

parentPort?.on("message", (/** @type {Question | "close"} */ question) => {
  if (question === "close") {
    database?.close();
    parentPort?.close();
    return;
  }
  /** @type {Answer} */
  let result;
  try {
    result = answer(question);
  } catch (error) {
    // Not the error itself, since its code would be lost in the copy.
    const { name, message } = /** @type {Error} */ (error);
    result = { failure: { name, message, code: codeOf(error) } };
  }
  parentPort?.postMessage(result);
});

// A connection to a SQLite file in a thread of its own; see `sqlite-thread.ts`, which starts it. Plain JavaScript, since a
// thread starts from a file that Node.js can read as it stands, in tests as well.
import { parentPort, workerData } from "node:worker_threads";

import Database from "libsql";

/** @import { Answer, Question, ThreadSettings } from "./sqlite-thread.js" */

const { file, pragmas } = /** @type {ThreadSettings} */ (workerData);

/** @type {Database.Database | undefined} */
let database;

/** Opened by the first question, so that its answer says what is in the way, and a later one may find it gone. */
function open() {
  if (database !== undefined) return database;
  const opened = new Database(file);
  try {
    for (const it of pragmas) opened.pragma(it);
  } catch (error) {
    opened.close();
    throw error;
  }
  return (database = opened);
}

/** @param {Question} question */
function answer({ sql, parameters, rows }) {
  const statement = open().prepare(sql);
  if (rows !== undefined) {
    let affected = 0;
    for (const row of rows) affected += statement.run(row).changes;
    return { records: [], affected };
  }
  if (statement.reader) return { records: statement.all(parameters), affected: 0 };
  return { records: [], affected: statement.run(parameters).changes };
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
    // A copy of an error would lack its code.
    const { name, message, code } = /** @type {Error & { code?: string }} */ (error);
    result = { failure: { name, message, code } };
  }
  parentPort?.postMessage(result);
});

import { QueryFailedError } from "typeorm";
import { WaymarkError } from "@waymark/trace-core";

/** What the adapter needs to know of a failure; the only place that knows what drivers call it. */
export interface DatabaseFailure {
  /** Trying the whole unit of work again may help. */
  readonly isTransient: boolean;
  /** The connection is gone: what a commit came to is unknown. */
  readonly isConnectionLost: boolean;
  /** A row refers to another that is gone. */
  readonly isMissingReference: boolean;
  /** One sentence without driver words, queries, parameters or credentials. */
  readonly summary: string;
  /** The driver's error, less query text, parameters and credentials. */
  readonly cause: Error;
}

/** Code `database`: one statement or one connection failed. */
export class DatabaseError extends WaymarkError {
  static readonly code = "database";

  constructor(readonly failure: DatabaseFailure) {
    super(failure.summary, { code: DatabaseError.code, cause: failure.cause });
  }
}

/** What whoever waits for the one connection of SQLite is told when the time is up. */
export function waitedTooLong(waitTimeoutMs: number): DatabaseError {
  const summary = `The connection to the database did not become free within ${String(waitTimeoutMs)} ms`;
  return new DatabaseError({
    isTransient: false,
    isConnectionLost: false,
    isMissingReference: false,
    summary,
    cause: new Error(summary),
  });
}

const CONNECTION_LOST = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
]);

const CONNECTION_LOST_MESSAGE =
  /connection terminated|connection ended|client has encountered a connection error|not queryable|server closed the connection|socket/i;

const CONTENDED = new Map([
  ["40001", "Another writer changed the same records"],
  ["40P01", "Two writers waited for each other"],
  ["55P03", "Another writer holds the same records"],
]);

const SUMMARIES = new Map([
  ["28P01", "The password is wrong"],
  ["28000", "The login was refused"],
  ["3D000", "The database does not exist"],
  ["3F000", "The schema does not exist"],
  ["42501", "The login may not do this"],
  ["42P01", "A table is missing: the schema is not this program's"],
  ["42703", "A column is missing: the schema is not this program's"],
  ["53100", "The disk is full"],
  ["53300", "The server has too many connections"],
  ["57014", "The server cancelled the statement, it took too long"],
  ["23503", "A record refers to another that is gone"],
  ["ECONNREFUSED", "Nothing answers at this address"],
  ["ENOTFOUND", "The host is unknown"],
  ["ETIMEDOUT", "The server did not answer in time"],
  ["SQLITE_FULL", "The disk is full"],
  ["SQLITE_READONLY", "The file may only be read"],
  ["SQLITE_CANTOPEN", "The file cannot be opened: does its folder exist, and may it be written?"],
  ["SQLITE_NOTADB", "The file is not a database"],
  ["SQLITE_CORRUPT", "The file is damaged"],
  ["SQLITE_CONSTRAINT_FOREIGNKEY", "A record refers to another that is gone"],
]);

export function describeFailure(error: unknown): DatabaseFailure {
  const driverError = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const code = codeOf(driverError);
  const message = driverError instanceof Error ? driverError.message : String(driverError);
  const isBusy =
    code.startsWith("SQLITE_BUSY") ||
    code.startsWith("SQLITE_LOCKED") ||
    message.includes("database is locked");
  const isConnectionLost =
    CONNECTION_LOST.has(code) ||
    code.startsWith("08") ||
    (code === "" && CONNECTION_LOST_MESSAGE.test(message));
  const isWaitTimeout = message.includes("timeout exceeded when trying to connect");
  const isMissingReference =
    code === "23503" || code === "SQLITE_CONSTRAINT_FOREIGNKEY" || message.includes("FOREIGN KEY");
  return {
    isTransient: isBusy || isConnectionLost || isMissingReference || CONTENDED.has(code),
    isConnectionLost,
    isMissingReference,
    summary: isBusy
      ? "Another process holds the database"
      : isWaitTimeout
        ? "No connection became free, or could be made, in time"
        : (CONTENDED.get(code) ??
          SUMMARIES.get(code) ??
          (isConnectionLost ? "The connection to the database was lost" : "The database refused")),
    cause: cleaned(driverError, code, message),
  };
}

/** Without query, parameters and whatever else drivers hang onto their errors. */
function cleaned(error: unknown, code: string, message: string): Error {
  const cause = new Error(withoutCredentials(message));
  cause.name = error instanceof Error ? error.name : "Error";
  return code === "" ? cause : Object.assign(cause, { code });
}

/** Any `user:password@` of a URL in the text. */
function withoutCredentials(message: string): string {
  return message.replaceAll(/\/\/[^\s/@]*@/g, "//***@");
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

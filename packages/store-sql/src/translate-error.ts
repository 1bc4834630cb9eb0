import { QueryFailedError } from "typeorm";
import { WaymarkError } from "@waymark/trace-core";

/** What the adapter needs to know about a failure. Only this file knows the codes and messages of the drivers. */
export interface DatabaseFailure {
  /** Whether retrying the whole unit of work may help. */
  readonly isTransient: boolean;
  /** Whether the connection was lost, so that the outcome of a commit is unknown. */
  readonly isConnectionLost: boolean;
  /** Whether a row refers to one that does not exist. */
  readonly isMissingReference: boolean;
  /** Whether a row with this key already exists. */
  readonly isDuplicate: boolean;
  /** One sentence without driver words, queries, parameters or credentials. */
  readonly summary: string;
  /** The driver's error, without query text, parameters and credentials. */
  readonly cause: Error;
}

/** Code `database`: one statement or one connection failed. */
export class DatabaseError extends WaymarkError {
  static readonly code = "database";

  constructor(readonly failure: DatabaseFailure) {
    super(failure.summary, { code: DatabaseError.code, cause: failure.cause });
  }
}

/** The error when the single connection of SQLite did not become free in time. */
export function waitedTooLong(waitTimeoutMs: number): DatabaseError {
  const summary = `The connection to the database did not become free within ${String(waitTimeoutMs)} ms`;
  return new DatabaseError({
    isTransient: false,
    isConnectionLost: false,
    isMissingReference: false,
    isDuplicate: false,
    summary,
    cause: new Error(summary),
  });
}

/** The server does not answer, or the connection to it ended. */
const CONNECTION_LOST = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "57P05", // idle_session_timeout
  "25P03", // idle_in_transaction_session_timeout
]);

/** Errors that drivers throw without a code, recognised by their message. */
const UNCODED: readonly (readonly [RegExp, string])[] = [
  [/timeout exceeded when trying to connect/, "POOL_TIMEOUT"],
  [/connection timeout|timeout expired/i, "ETIMEDOUT"],
  [/does not support SSL/, "NO_TLS"],
  // TypeORM releases a query runner whose connection is lost between two statements.
  [/query runner already released/i, "ECONNRESET"],
  [
    /connection (?:terminated|ended|error)|encountered a connection error|not queryable|closed the connection|socket/i,
    "ECONNRESET",
  ],
  [/URI malformed/, "ERR_INVALID_URL"],
  [/FOREIGN KEY/, "SQLITE_CONSTRAINT_FOREIGNKEY"],
  [/database is locked/, "SQLITE_BUSY"],
  [/DataSource is not set|not Connected|not established|not connected/i, "NOT_CONNECTED"],
];

/** SQLite's result codes that may be reported as numbers, see sqlite.org/rescode.html. */
const RESULT_CODES = new Map([
  [5, "SQLITE_BUSY"],
  [6, "SQLITE_LOCKED"],
  [8, "SQLITE_READONLY"],
  [10, "SQLITE_IOERR"],
  [13, "SQLITE_FULL"],
  [14, "SQLITE_CANTOPEN"],
  [26, "SQLITE_NOTADB"],
]);

/** Conflicts with other writers: retrying may help. */
const CONTENDED = new Set(["40001", "40P01", "55P03", "53300", "SQLITE_BUSY", "SQLITE_LOCKED"]);

const MISSING_REFERENCE = new Set(["23503", "SQLITE_CONSTRAINT_FOREIGNKEY"]);

const DUPLICATE = new Set(["23505", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"]);

const SUMMARIES = new Map([
  ["40001", "Another writer changed the same records"],
  ["40P01", "Two writers waited for each other"],
  ["55P03", "Another writer holds the same records"],
  ["SQLITE_BUSY", "Another process holds the database"],
  ["SQLITE_LOCKED", "Another process holds the database"],
  ["23503", "A record refers to another that no longer exists"],
  ["SQLITE_CONSTRAINT_FOREIGNKEY", "A record refers to another that no longer exists"],
  ["23505", "A record with this key already exists"],
  ["28P01", "The password is wrong"],
  ["28000", "The login was refused"],
  ["3D000", "The database does not exist"],
  ["3F000", "The schema does not exist"],
  ["22P05", "The database's encoding has no such character: it should be UTF8"],
  ["25006", "The database is read-only"],
  ["25P03", "The server ended an idle transaction (idle_in_transaction_session_timeout)"],
  ["25P04", "The server ended the transaction because it took too long (transaction_timeout)"],
  ["42501", "The database user has no permission for this"],
  ["42P01", "A table is missing: the schema does not match this program"],
  ["42703", "A column is missing: the schema does not match this program"],
  ["42939", "The name is reserved by the server"],
  ["42P07", "A table to be created already exists: are other tables missing, such as the migrations table?"],
  ["53100", "The disk is full"],
  ["53300", "The server has too many connections"],
  ["57014", "The server cancelled the statement because it took too long (statement_timeout)"],
  ["57P03", "The server is starting or stopping"],
  ["57P05", "The server ended an idle connection (idle_session_timeout)"],
  ["POOL_TIMEOUT", "No connection became free, or could be made, in time"],
  [
    "STARTUP_PARAMETER",
    "A connection pooler in front of the server does not accept options such as statement_timeout",
  ],
  ["ETIMEDOUT", "The server did not answer in time"],
  ["ECONNREFUSED", "Nothing answers at this address"],
  ["ENETUNREACH", "The host cannot be reached"],
  ["EHOSTUNREACH", "The host cannot be reached"],
  ["ENOTFOUND", "The host is unknown"],
  ["EAI_AGAIN", "The host is unknown"],
  ["ERR_INVALID_URL", "The URL is malformed"],
  ["NO_TLS", "The server offers no TLS"],
  ["CERT_HAS_EXPIRED", "The server's certificate has expired"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "The server's certificate is for another host"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "The server's certificate is not signed by a trusted authority"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "The server's certificate is not signed by a trusted authority"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "The server's certificate is not signed by a trusted authority"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "The server's certificate is not signed by a trusted authority"],
  ["ENOENT", "A required file does not exist"],
  ["ENOTDIR", "Part of its path is not a folder"],
  ["EEXIST", "Part of its path is not a folder"],
  ["EACCES", "There is no permission to use a required file or folder"],
  ["ESTALE", "The file was removed, or replaced by another, while it was open"],
  ["EROFS", "The disk is read-only"],
  ["SQLITE_FULL", "The disk is full"],
  ["SQLITE_IOERR", "The disk failed"],
  ["SQLITE_READONLY", "The file, or its folder, is read-only"],
  ["SQLITE_CANTOPEN", "The file cannot be opened: it may be a folder, or not writable"],
  ["SQLITE_NOTADB", "The file is not a database"],
  ["SQLITE_CORRUPT", "The file is damaged"],
  ["NOT_CONNECTED", "There is no connection: was the DataSource initialised, and not destroyed since?"],
]);

export function describeFailure(error: unknown): DatabaseFailure {
  const driverError = error instanceof QueryFailedError ? (error.driverError as unknown) : error;
  const message = driverError instanceof Error ? driverError.message : String(driverError);
  const given = codeOf(driverError);
  const code = knownCode(given, message);
  const isConnectionLost = CONNECTION_LOST.has(code) || code.startsWith("08");
  const isMissingReference = MISSING_REFERENCE.has(code);
  return {
    isTransient: isConnectionLost || isMissingReference || CONTENDED.has(code),
    isConnectionLost,
    isMissingReference,
    isDuplicate: DUPLICATE.has(code),
    summary: summaryOf(code, message, isConnectionLost),
    cause: cleaned(driverError, given, message),
  };
}

function summaryOf(code: string, message: string, isConnectionLost: boolean): string {
  const known = SUMMARIES.get(code);
  // The only message of the server that is shown: it names only the denied object.
  const denied = code === "42501" ? /^permission denied for [\w ]+$/.exec(message)?.[0] : undefined;
  if (known !== undefined) return denied === undefined ? known : `${known}: ${denied}`;
  if (isConnectionLost) return "The connection to the database was lost";
  // For the meaning of the codes, see postgresql.org/docs/current/errcodes-appendix.html.
  return code === "" ? "The database refused the operation" : `The database refused the operation (${code})`;
}

/** The code under which the tables above list the error. */
function knownCode(code: string, message: string): string {
  // Sent by poolers, with the code of a protocol violation.
  if (message.startsWith("unsupported startup parameter")) return "STARTUP_PARAMETER";
  // The lowest byte of an extended result code is the basic code.
  const numbered =
    /Unable to open connection to local database .*: (\d+)/.exec(message) ??
    /^UNKNOWN_SQLITE_ERROR_(\d+)$/.exec(code);
  if (numbered !== null) return RESULT_CODES.get(Number(numbered[1]) & 0xff) ?? "";
  if (SUMMARIES.has(code)) return code;
  // An extended code of SQLite, such as SQLITE_BUSY_RECOVERY.
  const base = /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? "";
  if (SUMMARIES.has(base)) return base;
  if (code !== "" && base === "") return code;
  return UNCODED.find(([pattern]) => pattern.test(message))?.[1] ?? code;
}

/** A copy without the query, the parameters and whatever else drivers attach to their errors. */
function cleaned(error: unknown, code: string, message: string): Error {
  const cause = new Error(withoutCredentials(message));
  cause.name = error instanceof Error ? error.name : "Error";
  return code === "" ? cause : Object.assign(cause, { code });
}

/** Replaces any `user:password@` of a URL in the text. */
function withoutCredentials(message: string): string {
  return message.replaceAll(/\/\/\S*@/g, "//***@");
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}

import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from "mongodb";

/** What the adapter needs to know about a failure. Only this file knows the codes and messages of the driver. */
export interface DatabaseFailure {
  /** Whether retrying the whole unit of work may help. */
  readonly isTransient: boolean;
  /** If this is the failure of a commit: whether it is unknown if the commit took effect. */
  readonly isCommitUnknown: boolean;
  /** One sentence without driver words or credentials. */
  readonly summary: string;
  /** The driver's error, without anything that may contain data or credentials. */
  readonly cause: Error;
}

/** WriteConflict, NoSuchTransaction, and a key that another writer inserted since this one's snapshot. */
const CONTENDED = new Set([112, 251, 11000]);

const SUMMARIES = new Map<number, string>([
  [13, "The database user has no permission for this"],
  [18, "The login was refused: is the password right?"],
  [20, "The server has no transactions"],
  [26, "A collection is missing"],
  [50, "The server took too long"],
  [112, "Another writer changed the same records"],
  [251, "The transaction was ended by the server"],
  [290, "The transaction took longer than the server allows (transactionLifetimeLimitSeconds)"],
  [262, "The server took too long"],
  [8000, "The login was refused: is the password right?"],
  [10334, "A record is too large for the database"],
  [17419, "A record is too large for the database"],
  [17420, "A record is too large for the database"],
  [11000, "Another writer inserted the same records"],
]);

/** Whether an error came from the driver, and not from the caller's own code. */
export function isDriverError(error: unknown): error is Error {
  return error instanceof MongoError || isOverflow(error);
}

/** The driver writes a document into a buffer of 17 MiB before it checks whether it is larger than 16 MiB. */
function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && "code" in error && error.code === "ERR_OUT_OF_RANGE";
}

export function describeFailure(error: unknown): DatabaseFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof MongoError && typeof error.code === "number" ? error.code : undefined;
  const hasLabel = (label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label);
  const types = typesOfServers(error);
  const isUnreachable = types !== undefined;
  const isElecting = types?.some((it) => WAITING.has(it)) === true;
  const isNetwork = error instanceof MongoNetworkError;
  return {
    isTransient:
      isElecting ||
      (!isUnreachable &&
        (isNetwork ||
          hasLabel("UnknownTransactionCommitResult") ||
          hasLabel("TransientTransactionError") ||
          (code !== undefined && CONTENDED.has(code)))),
    // The driver repeats a commit once by itself. If it then finds no server, it does not say that the first one may
    // have taken effect; only an answer of the server says that it did not.
    isCommitUnknown:
      hasLabel("UnknownTransactionCommitResult") ||
      !(error instanceof MongoServerError) ||
      error instanceof MongoWriteConcernError,
    summary: isUnreachable ? unreachable(message, types) : refused(error, message, code),
    cause: cleaned(error, message, code),
  };
}

/** Members of a replica set that has no primary: it elects one, which takes 10 s and more after a crash. */
const WAITING = new Set(["RSSecondary", "RSArbiter", "RSOther"]);

/** If no server could be found for an operation: the types of those that are known. */
function typesOfServers(error: unknown): string[] | undefined {
  if (!(error instanceof MongoServerSelectionError || error instanceof MongoBulkWriteError)) return undefined;
  // A bulk write throws an error of its own that has the fields of the actual one.
  const { reason } = error as Partial<MongoServerSelectionError>;
  return reason && [...reason.servers.values()].map((it) => it.type);
}

function unreachable(message: string, types: readonly string[]): string {
  if (/wire version|incompatible/i.test(message))
    return "The server is too old: MongoDB 4.4 or later is needed";
  if (/authentication failed/i.test(message)) return "The login was refused: is the password right?";
  if (types.includes("RSGhost"))
    return "The replica set is not set up yet: run `mongosh --eval 'rs.initiate()'` once";
  if (types.some((it) => WAITING.has(it))) return "The replica set has no primary at the moment";
  return "No server answers at this address";
}

function refused(error: unknown, message: string, code: number | undefined): string {
  const known = code === undefined ? undefined : SUMMARIES.get(code);
  if (known !== undefined) return known;
  if (/authentication failed/i.test(message)) return "The login was refused: is the password right?";
  if (isOverflow(error) || /larger than the maximum size|too large/i.test(message))
    return "A record is too large for the database";
  if (/checking out a connection/i.test(message)) return "No connection to the database became free in time";
  if (/client must be connected|client was closed|topology is closed/i.test(message))
    return "The connection to the database is closed";
  // A bulk write wraps every error, and has a code if the server sent it.
  const isLost =
    error instanceof MongoNetworkError || (error instanceof MongoBulkWriteError && code === undefined);
  return isLost ? "The connection to the database was lost" : "The database refused the operation";
}

function cleaned(error: unknown, message: string, code: number | undefined): Error {
  const cause = new Error(message.replaceAll(/\/\/[^\s/@]*@/g, "//***@"));
  cause.name = error instanceof Error ? error.name : "Error";
  return code === undefined ? cause : Object.assign(cause, { code });
}

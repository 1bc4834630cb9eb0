import { MongoError, MongoNetworkError, MongoServerSelectionError } from "mongodb";

/** What the adapter needs to know about a failure. Only this file knows the codes and messages of the driver. */
export interface DatabaseFailure {
  /** Whether retrying the whole unit of work may help. */
  readonly isTransient: boolean;
  /** Whether it is unknown if a commit took effect. */
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
  [262, "The server took too long"],
  [8000, "The login was refused: is the password right?"],
  [10334, "A record is too large for the database"],
  [11000, "Another writer inserted the same records"],
]);

/** Whether an error came from the driver, and not from the caller's own code. */
export function isDriverError(error: unknown): error is MongoError {
  return error instanceof MongoError;
}

export function describeFailure(error: unknown): DatabaseFailure {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof MongoError && typeof error.code === "number" ? error.code : undefined;
  const hasLabel = (label: string): boolean => error instanceof MongoError && error.hasErrorLabel(label);
  const isUnreachable = error instanceof MongoServerSelectionError;
  const isNetwork = error instanceof MongoNetworkError;
  const isCommitUnknown = hasLabel("UnknownTransactionCommitResult");
  return {
    isTransient:
      !isUnreachable &&
      (isNetwork ||
        isCommitUnknown ||
        hasLabel("TransientTransactionError") ||
        (code !== undefined && CONTENDED.has(code))),
    isCommitUnknown,
    summary: isUnreachable
      ? unreachable(message)
      : ((code === undefined ? undefined : SUMMARIES.get(code)) ??
        (/authentication failed/i.test(message)
          ? "The login was refused: is the password right?"
          : isNetwork
            ? "The connection to the database was lost"
            : "The database refused the operation")),
    cause: cleaned(error, message, code),
  };
}

function unreachable(message: string): string {
  if (/wire version|incompatible/i.test(message))
    return "The server is too old: MongoDB 4.4 or later is needed";
  if (/authentication failed/i.test(message)) return "The login was refused: is the password right?";
  return "No server answers at this address";
}

function cleaned(error: unknown, message: string, code: number | undefined): Error {
  const cause = new Error(message.replaceAll(/\/\/[^\s/@]*@/g, "//***@"));
  cause.name = error instanceof Error ? error.name : "Error";
  return code === undefined ? cause : Object.assign(cause, { code });
}

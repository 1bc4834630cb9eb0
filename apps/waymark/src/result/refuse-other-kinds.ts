import { UsageError } from "../frame/usage-error.js";

/** What to do instead, by file extension. */
const INSTEAD: Readonly<Record<string, string>> = {
  gz: "omit .gz and compress the file afterwards, or write to standard output and pipe it through gzip",
  zip: "omit .zip and zip the file afterwards",
  xlsx: "use .csv or .tsv, which spreadsheets can open",
  xls: "use .csv or .tsv, which spreadsheets can open",
};

/**
 * Refuses file names whose extension promises something other than plain text: programs would report such files as
 * damaged.
 *
 * @param shown the file as named by the user
 * @throws UsageError
 */
export function refuseOtherKinds(shown: string): void {
  const end = /\.(gz|zip|xlsx?)$/i.exec(shown)?.[1]?.toLowerCase();
  if (end === undefined) return;
  throw new UsageError(`cannot write ${shown}: only plain text is written; ${INSTEAD[end] ?? ""}`, {
    file: shown,
  });
}

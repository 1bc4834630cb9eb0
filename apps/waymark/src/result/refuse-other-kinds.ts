import { UsageError } from "../frame/usage-error.js";

/** What is to be done instead, by the ending of a name. */
const INSTEAD: Readonly<Record<string, string>> = {
  gz: "omit .gz and compress the file afterwards, or write to standard output and pipe it through gzip",
  zip: "omit .zip and zip the file afterwards",
  xlsx: "use .csv or .tsv, which spreadsheets can open",
  xls: "use .csv or .tsv, which spreadsheets can open",
};

/**
 * Refuses names whose ending promises another kind of file than plain text: whoever opens one by its name would call it
 * damaged.
 *
 * @param shown the file as the user calls it
 * @throws UsageError
 */
export function refuseOtherKinds(shown: string): void {
  const end = /\.(gz|zip|xlsx?)$/i.exec(shown)?.[1]?.toLowerCase();
  if (end === undefined) return;
  throw new UsageError(`cannot write ${shown}: only plain text is written; ${INSTEAD[end] ?? ""}`, {
    file: shown,
  });
}

import { shownIdentifier, stale, type ResourceVersion, type StaleMapping } from "@waymark/trace-report";
import { Command } from "commander";

import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { checkTypes } from "../frame/store/check-types.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { writeJsonList } from "../frame/output/json-list.js";
import { Limited, moreText } from "../frame/output/limited.js";
import { printable } from "../frame/output/printable.js";
import { catalogFiles, openCatalog } from "../map/open-catalog.js";
import { amount } from "../views/format.js";
import { count } from "./option-values.js";

interface StaleCommandOptions {
  readonly catalog?: string;
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: number;
}

export function staleCommand(frame: CommandFrame): Command {
  return new Command("stale")
    .description("lists mappings that rest on data that has changed since")
    .option("--catalog <file>", "the catalog with the current data (default: the newest data in the trace)")
    .option("--data <dir>", "folder of the catalog's tables (default: the folder of the catalog)")
    .option("--from <type>", "only mappings from this type")
    .option("--to <type>", "only mappings to this type")
    .option("--limit <n>", "maximum number to list", count)
    .addHelpText(
      "after",
      examples([
        ["waymark stale", "mappings from data of which newer runs had another version"],
        [
          "waymark stale --catalog catalog.yaml --json",
          "mappings from data that differs from the catalog's tables and services",
        ],
      ]),
    )
    .action(frame.action(list));
}

async function list(run: CommandRun, options: StaleCommandOptions): Promise<ExitCode> {
  const { from: sourceType, to: targetType, limit } = options;
  const { file, current, notJudged, warnings } = await currentOf(run, options);
  return run.withStore("read", async (store) => {
    const found = new Limited(stale(store, { current, sourceType, targetType }), limit);
    if (await found.isEmpty()) await checkTypes(store, [sourceType, targetType]);
    if (run.output.isJson) {
      await writeJsonList(run.output, { catalog: file, notJudged }, "mappings", found, () => ({
        hasMore: found.hasMore,
      }));
      return EXIT.fine;
    }
    let shown = 0;
    for await (const mapping of found) {
      await run.output.write(mappingText(mapping));
      shown += 1;
    }
    for (const it of warnings) run.output.note(`note: ${it}`);
    if (notJudged.length > 0)
      run.output.note(
        `note: the current release of ${notJudged.join(", ")} is not known, so no mapping is listed because of ${notJudged.length === 1 ? "it" : "them"}`,
      );
    run.output.note(
      shown === 0
        ? `no mapping rests on data that ${notJudged.length > 0 ? "is known to have" : "has"} changed`
        : `${found.hasMore ? "the first " : ""}${amount(shown, "mapping")} from data that has changed: map the identifiers again to update them`,
    );
    if (found.hasMore) run.output.note(moreText(shown));
    return EXIT.fine;
  });
}

interface Current {
  readonly file: string | null;
  readonly current: ReadonlyMap<string, ResourceVersion> | undefined;
  /** Resources of the catalog of which neither release nor content hash is known. */
  readonly notJudged: readonly string[];
  /** Those of the catalog. */
  readonly warnings: readonly string[];
}

async function currentOf(run: CommandRun, { catalog, data }: StaleCommandOptions): Promise<Current> {
  if (catalog === undefined) return { file: null, current: undefined, notJudged: [], warnings: [] };
  const files = catalogFiles(run, { catalog, data });
  const { catalog: loaded, report } = await openCatalog(run, files);
  const versions = [...loaded.resources].map(
    ([name, { release, contentHash }]) => [name, { release, contentHash }] as const,
  );
  const notJudged = versions.filter(([, it]) => it.release === null && it.contentHash === null);
  return {
    file: files.catalog,
    current: new Map(versions),
    notJudged: notJudged.map(([name]) => name),
    warnings: report.warnings,
  };
}

function mappingText(mapping: StaleMapping): string {
  const { sourceType, targetType, targetId, observedAt, reasons } = mapping;
  const moved = reasons.map(
    ({ resource, observed, current }) => `${resource} ${versionText(observed)} → ${versionText(current)}`,
  );
  const day = observedAt.slice(0, 10);
  return `${printable(`${sourceType} ${shownIdentifier(mapping)} → ${targetType} ${targetId}, seen ${day}: ${moved.join("; ")}`)}\n`;
}

function versionText({ release, contentHash }: ResourceVersion): string {
  const hash = contentHash?.slice(0, 12);
  return [release, hash].filter((it) => it !== null && it !== undefined).join(" ") || "unknown";
}

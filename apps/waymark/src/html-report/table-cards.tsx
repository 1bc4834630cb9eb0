import { shownIdentifier, type RunReport } from "@waymark/trace-report";
import type { JSX } from "preact";

import { restText } from "../views/format.js";
import { DataTable, type DataTableProps } from "./data-table.js";
import { durationText, shareText } from "./number-text.js";

/** The parts of a report that are not drawn, list by list; empty lists are left out. */
export function TableCards({ report }: { readonly report: RunReport }): JSX.Element {
  return (
    <>
      {tables(report)
        .filter((it) => it.rows.length > 0)
        .map(({ title, rest, ...table }) => (
          <section class="card words">
            <h2>{title}</h2>
            <DataTable {...table} />
            {rest !== "" && <p class="soft">And {rest}.</p>}
          </section>
        ))}
    </>
  );
}

interface ListedTable extends DataTableProps {
  readonly title: string;
  /** What the list leaves out, see `restText`. */
  readonly rest: string;
}

function tables(report: RunReport): ListedTable[] {
  const { resources, paths, unmapped, losses, errors, cardinalities, matchedAs, validation } = report;
  return [
    {
      title: "Resources",
      caption: "Resources and their releases",
      rest: restText(resources),
      columns: ["resource", "release", "title", "licence"],
      rows: resources.items.map((it) => [
        it.resource,
        it.versions
          .map((version) => version.release ?? version.contentHash?.slice(0, 12) ?? "none")
          .join(", "),
        it.title ?? "",
        it.license ?? "",
      ]),
    },
    {
      title: "Paths",
      caption: "Paths that the identifiers took",
      rest: restText(paths),
      columns: ["path", "role", "identifiers", "share", "batches", "failed", "p95 per batch"],
      rows: paths.items.map((it) => [
        it.pathId,
        it.role,
        it.identifiers.count,
        shareText(it.identifiers.share),
        it.executions,
        it.failures,
        it.p95DurationMs === null ? "" : durationText(it.p95DurationMs),
      ]),
    },
    {
      title: "Cardinalities",
      caption:
        cardinalities.sampledShare < 1
          ? "Pairs of identifier and target, estimated"
          : "Pairs of identifier and target",
      rest: "",
      columns: ["cardinality", "pairs", "share"],
      rows: (
        [
          ["1:1", cardinalities.oneToOne],
          ["1:n", cardinalities.oneToMany],
          ["n:1", cardinalities.manyToOne],
          ["n:m", cardinalities.manyToMany],
        ] as const
      )
        .filter(([, it]) => it.count > 0)
        .map(([name, it]) => [name, it.count, shareText(it.share)]),
    },
    {
      title: "Matched as",
      caption: "The interpretation of the input that matched",
      rest: restText(matchedAs),
      columns: ["interpretation", "identifiers", "share"],
      rows: matchedAs.items.map((it) => [it.name, it.count, shareText(it.share)]),
    },
    {
      title: "Mapped back",
      caption: "The result of mapping the targets back",
      rest: "",
      columns: ["status", "targets", "share"],
      rows: validation.flatMap((it) =>
        it.validationStatus === null || it.count === 0
          ? []
          : [[it.validationStatus.replaceAll("_", " "), it.count, shareText(it.share)]],
      ),
    },
    {
      title: "Errors",
      caption: "Errors, most frequent first",
      rest: restText(errors),
      columns: ["error", "resource", "times", "for example"],
      rows: errors.items.map((it) => [it.code, it.resource ?? "", it.count, it.example]),
    },
    {
      title: "Where branches ended",
      caption: "Branches without a target, most frequent first",
      rest: restText(losses),
      columns: ["resource", "path", "step", "identifiers of type", "why", "branches"],
      rows: losses.items.map((it) => [
        it.resource,
        it.pathId,
        it.step + 1,
        it.type,
        it.reason.replaceAll("_", " "),
        it.branches,
      ]),
    },
    {
      title: "Identifiers without a target",
      caption: "By name",
      rest: restText(unmapped),
      columns: ["identifier", "as given", "outcome", "why"],
      rows: unmapped.items.map((it) => [
        shownIdentifier(it),
        it.rawIds.join(", "),
        it.outcome.replaceAll("_", " "),
        it.reason,
      ]),
    },
  ];
}

import type { JSX } from "preact";

import { DataTable } from "./data-table.js";
import type { Figure } from "./figure.js";

/** A chart with its caption and, collapsed, its data as a table. */
export function FigureCard({ title, caption, chart, table }: Figure): JSX.Element {
  return (
    <figure class="card">
      <h2>{title}</h2>
      <figcaption>{caption}</figcaption>
      <div class="chart" dangerouslySetInnerHTML={{ __html: chart }} />
      <details>
        <summary>The figures</summary>
        <DataTable caption={title} {...table} />
      </details>
    </figure>
  );
}

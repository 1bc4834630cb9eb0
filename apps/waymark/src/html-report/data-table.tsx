import type { JSX } from "preact";

import type { FigureTable } from "./figure.js";
import { countText } from "./number-text.js";

export interface DataTableProps extends FigureTable {
  readonly caption: string;
}

/** A table that scrolls on its own if it is too wide. */
export function DataTable({ caption, columns, rows }: DataTableProps): JSX.Element {
  const isNumber = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === "number"));
  const classOf = (i: number): string | undefined => (isNumber[i] === true ? "number" : undefined);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((it, i) => (
              <th scope="col" class={classOf(i)}>
                {it}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {row.map((cell, i) =>
                i === 0 ? <th scope="row">{textOf(cell)}</th> : <td class={classOf(i)}>{textOf(cell)}</td>,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function textOf(cell: string | number): string {
  return typeof cell === "number" ? countText(cell) : cell;
}

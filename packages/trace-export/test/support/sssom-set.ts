import { parse as parseTable } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";

export interface SssomSet {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a mapping set as the standard describes it, without any of our code. */
export function readSssomSet(text: string): SssomSet {
  const lines = text.split("\n");
  const end = lines.findIndex((it) => !it.startsWith("#"));
  const metadata = parseYaml(
    lines
      .slice(0, end)
      .map((it) => it.slice(1))
      .join("\n"),
  ) as SssomSet["metadata"];
  const rows = parseTable(lines.slice(end).join("\n"), {
    delimiter: "\t",
    columns: true,
  }) as unknown as SssomSet["rows"];
  return { metadata, rows };
}

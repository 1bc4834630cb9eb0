import type { Output } from "./output.js";

/**
 * Writes a JSON document with a list that need not fit into memory.
 *
 * @param head the fields before the list
 * @param tail returns the fields after the list; called when all items have been written
 * @returns the number of items
 */
export async function writeJsonList(
  output: Output,
  head: object,
  field: string,
  items: AsyncIterable<object> | Iterable<object>,
  tail: () => object,
): Promise<number> {
  const opened = JSON.stringify({ ...head, [field]: [] }, null, 2);
  await output.write(opened.slice(0, opened.lastIndexOf("]")));
  let count = 0;
  for await (const item of items) {
    const text = JSON.stringify(item, null, 2).replaceAll("\n", "\n    ");
    await output.write(`${count === 0 ? "" : ","}\n    ${text}`);
    count += 1;
  }
  const fields = JSON.stringify(tail(), null, 2).slice(1, -2);
  await output.write(`${count === 0 ? "]" : "\n  ]"}${fields === "" ? "" : `,${fields}`}\n}\n`);
  return count;
}

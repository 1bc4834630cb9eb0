import { compareBytes } from "../../text/compare-bytes.js";
import type { InMemoryTraceStore } from "../../in-memory/in-memory-trace-store.js";
import type { TraceStore } from "../../trace-store.js";
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, type Page, type PageRequest } from "../../trace-store-queries.js";
import { describePaging } from "../describe-paging.js";
import { walk } from "../store-under-test.js";
import type { Defect } from "./defect.js";

type ListMember =
  "listSessions" | "listPathExecutions" | "listMetrics" | "listOutcomes" | "listProvenance" | "listMappings";

type List = (query: PageRequest) => Promise<Page<Listed>>;

/** The fields that determine the order of a record in any list. */
interface Listed {
  readonly id: string;
  readonly sourceId: string;
  readonly startedAt?: Date;
  readonly recordedAt?: Date;
}

/** Replaces a list of the store by `change`. */
function withList(member: ListMember, change: (list: List, query: PageRequest) => ReturnType<List>) {
  return (sound: InMemoryTraceStore): Partial<TraceStore> => {
    const list = sound[member].bind(sound) as unknown as List;
    return { [member]: (query: PageRequest = {}) => change(list, query) };
  };
}

/** Pages by offset, over the whole list in this order. */
async function countedPages(
  list: List,
  query: PageRequest,
  order?: (a: Listed, b: Listed) => number,
): Promise<Page<Listed>> {
  const { cursor = "0", limit = DEFAULT_PAGE_SIZE, ...rest } = query;
  const all = await walk((page) => list({ ...rest, ...page }));
  if (order !== undefined) all.sort(order);
  const end = Number(cursor) + limit;
  const items = all.slice(Number(cursor), end);
  return end < all.length ? { items, nextCursor: String(end) } : { items };
}

function timeOf({ startedAt, recordedAt }: Listed): number {
  return (startedAt ?? recordedAt)?.getTime() ?? 0;
}

const ORDERED = "walks over every list in pages of 1000, seeing each record once, in the order of the list";
const OTHERS_WRITE =
  "sees each record that existed at the start of the walk exactly once, whatever is written meanwhile";

export const LIST_DEFECTS: Defect[] = [
  {
    name: "forgets which status is listed from the second page on",
    members: withList("listSessions", (list, { limit, cursor, ...rest }) =>
      list({ ...(limit && { limit }), ...(cursor === undefined ? rest : { cursor }) }),
    ),
    caughtBy: [
      describePaging,
      "walks over every list in pages of 1, seeing each record once, in the order of the list",
    ],
  },
  ...(
    [
      "listSessions",
      "listPathExecutions",
      "listMetrics",
      "listOutcomes",
      "listProvenance",
      "listMappings",
    ] as const
  ).flatMap((member): Defect[] => [
    {
      name: `pages ${member} by offset`,
      members: withList(member, countedPages),
      caughtBy: [describePaging, OTHERS_WRITE],
    },
    {
      name: `returns a thousand items from ${member} by default`,
      members: withList(member, (list, query) => list({ limit: MAX_PAGE_SIZE, ...query })),
      caughtBy: [
        describePaging,
        "returns a hundred items of every list by default, and no cursor on the last page",
      ],
    },
    {
      name: `accepts any limit in ${member}`,
      members: withList(member, (list, { limit = DEFAULT_PAGE_SIZE, ...rest }) =>
        list({ ...rest, limit: Math.min(limit, MAX_PAGE_SIZE) }),
      ),
      caughtBy: [describePaging, "refuses a limit of 1001 for every list"],
    },
  ]),
  ...(["listSessions", "listPathExecutions", "listMetrics"] as const).map((member): Defect => ({
    name: `sorts records of equal times ascending in ${member}`,
    members: withList(member, (list, query) =>
      countedPages(list, query, (a, b) => timeOf(b) - timeOf(a) || compareBytes(a.id, b.id)),
    ),
    caughtBy: [describePaging, ORDERED],
  })),
  ...Object.entries({
    "UTF-16": (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0),
    locale: (a: string, b: string) => a.localeCompare(b),
    "case-insensitive bytes": (a: string, b: string) => compareBytes(a.toLowerCase(), b.toLowerCase()),
  }).map(([name, compare]): Defect => ({
    name: `sorts outcomes by ${name}`,
    members: withList("listOutcomes", (list, query) =>
      countedPages(list, query, (a, b) => compare(a.sourceId, b.sourceId)),
    ),
    caughtBy: [describePaging, ORDERED],
  })),
];

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

/** A record of any list, as far as its order goes. */
interface Listed {
  readonly id: string;
  readonly sourceId: string;
  readonly startedAt?: Date;
  readonly recordedAt?: Date;
}

/** A store whose list goes through this. */
function withList(member: ListMember, change: (list: List, query: PageRequest) => ReturnType<List>) {
  return (sound: InMemoryTraceStore): Partial<TraceStore> => {
    const list = sound[member].bind(sound) as unknown as List;
    return { [member]: (query: PageRequest = {}) => change(list, query) };
  };
}

/** Pages that are counted off from the beginning, of the whole list in this order. */
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

const ORDERED = "walks over every list in pages of 1000, each record once and in the order that the list has";
const OTHERS_WRITE =
  "sees every record that was there when the walk began once, whatever is written meanwhile";

export const LIST_DEFECTS: Defect[] = [
  {
    name: "forgets which status is listed from the second page on",
    members: withList("listSessions", (list, { limit, cursor, ...rest }) =>
      list({ ...(limit && { limit }), ...(cursor === undefined ? rest : { cursor }) }),
    ),
    caughtBy: [
      describePaging,
      "walks over every list in pages of 1, each record once and in the order that the list has",
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
      name: `counts off the pages of ${member}`,
      members: withList(member, countedPages),
      caughtBy: [describePaging, OTHERS_WRITE],
    },
    {
      name: `gives a thousand by default by ${member}`,
      members: withList(member, (list, query) => list({ limit: MAX_PAGE_SIZE, ...query })),
      caughtBy: [
        describePaging,
        "gives a hundred of every list by default, and no cursor on the page that is the last",
      ],
    },
    {
      name: `takes any limit by ${member}`,
      members: withList(member, (list, { limit = DEFAULT_PAGE_SIZE, ...rest }) =>
        list({ ...rest, limit: Math.min(limit, MAX_PAGE_SIZE) }),
      ),
      caughtBy: [describePaging, "refuses a page of 1001 of every list"],
    },
  ]),
  ...(["listSessions", "listPathExecutions", "listMetrics"] as const).map((member): Defect => ({
    name: `sorts equal times upwards by ${member}`,
    members: withList(member, (list, query) =>
      countedPages(list, query, (a, b) => timeOf(b) - timeOf(a) || compareBytes(a.id, b.id)),
    ),
    caughtBy: [describePaging, ORDERED],
  })),
  ...Object.entries({
    "UTF-16": (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0),
    locale: (a: string, b: string) => a.localeCompare(b),
    "letters of either case": (a: string, b: string) => compareBytes(a.toLowerCase(), b.toLowerCase()),
  }).map(([name, compare]): Defect => ({
    name: `sorts outcomes by ${name}`,
    members: withList("listOutcomes", (list, query) =>
      countedPages(list, query, (a, b) => compare(a.sourceId, b.sourceId)),
    ),
    caughtBy: [describePaging, ORDERED],
  })),
];

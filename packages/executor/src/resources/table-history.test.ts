import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { TableHistory } from "./table-history.js";

function history(
  successors: Readonly<Record<string, readonly string[]>>,
  current?: readonly string[],
): TableHistory {
  return new TableHistory({
    type: "HGNC_ID",
    resource: "withdrawn",
    release: "2026-01",
    contentHash: "00",
    successors: new Map(Object.entries(successors)),
    primary: current ? { resource: "hgnc", identifiers: new Set(current) } : null,
  });
}

describe("A table's history", () => {
  it("distinguishes current and unknown identifiers", () => {
    const table = history({ old: ["new"] }, ["new"]);
    expect(table.lookUp("new")).toEqual({ status: "current" });
    expect(table.lookUp("other")).toEqual({ status: "unknown" });
  });

  it("follows a succession to its end, and names the identifiers in between", () => {
    const table = history({ a: ["b"], b: ["c"], c: ["d"] }, ["d"]);
    expect(table.lookUp("a")).toEqual({
      status: "replaced",
      successors: [{ identifier: "d", via: ["b", "c"] }],
    });
    expect(table.lookUp("c")).toEqual({ status: "replaced", successors: [{ identifier: "d", via: [] }] });
  });

  it("gives all successors after a split, each once and by its shortest succession", () => {
    const table = history({ a: ["b", "x"], b: ["c", "x"], c: ["y"] });
    expect(table.lookUp("a")).toEqual({
      status: "split",
      successors: [
        { identifier: "x", via: [] },
        { identifier: "y", via: ["b", "c"] },
      ],
    });
  });

  it("calls withdrawn what has no successor, or only withdrawn ones", () => {
    const table = history({ a: [], b: ["a"] });
    expect(table.lookUp("a")).toEqual({ status: "withdrawn" });
    expect(table.lookUp("b")).toEqual({ status: "withdrawn" });
  });

  it("follows only those successors of a split that are not withdrawn", () => {
    const table = history({ a: ["b", "c"], b: [] });
    expect(table.lookUp("a")).toEqual({ status: "replaced", successors: [{ identifier: "c", via: [] }] });
  });

  it("gives precedence to the primary table, whatever a newer history says", () => {
    const table = history({ a: ["b"], b: ["c"] }, ["a", "b"]);
    expect(table.lookUp("a")).toEqual({ status: "current" });
    expect(history({ x: ["b"], b: ["c"] }, ["b"]).lookUp("x")).toEqual({
      status: "replaced",
      successors: [{ identifier: "b", via: [] }],
    });
    expect(table.skewed).toBe(2);
  });

  it("ends in withdrawn if it only leads into a cycle, and names the identifiers that do", () => {
    const table = history({ a: ["b"], b: ["a"], c: ["c"], d: ["a", "e"], f: [] });
    expect(table.lookUp("a")).toEqual({ status: "withdrawn" });
    expect(table.lookUp("c")).toEqual({ status: "withdrawn" });
    expect(table.lookUp("d")).toEqual({ status: "replaced", successors: [{ identifier: "e", via: [] }] });
    expect(table.circular).toEqual(["a", "b", "c", "d"]);
    expect(history({ a: ["b"], b: ["c"], x: [] }).circular).toEqual([]);
  });

  it("ends where walking every succession ends, whatever the graph", () => {
    const id: fc.Arbitrary<string> = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const graph = fc.dictionary(id, fc.uniqueArray(id, { maxLength: 3 }), { maxKeys: 6 });
    fc.assert(
      fc.property(graph, fc.uniqueArray(id, { maxLength: 3 }), (successors, current) => {
        const table = history(successors, current);
        for (const start of ["a", "b", "c", "d", "e", "f"]) {
          const ends = current.includes(start) ? [] : endsOf(start, [], successors, current);
          const answer = table.lookUp(start);
          const found = "successors" in answer ? answer.successors : [];
          expect(found.map((it) => it.identifier).sort()).toEqual([...new Set(ends)].sort());
          for (const { identifier, via } of found) {
            const steps = [start, ...via, identifier];
            steps.slice(1).forEach((to, i) => expect(successors[steps[i]!]).toContain(to));
          }
          const known = Object.hasOwn(successors, start);
          expect(answer.status).toBe(
            current.includes(start)
              ? "current"
              : !known
                ? "unknown"
                : (["withdrawn", "replaced"][found.length] ?? "split"),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Every end of every succession that visits no identifier twice. */
function endsOf(
  from: string,
  visited: readonly string[],
  successors: Readonly<Record<string, readonly string[]>>,
  current: readonly string[],
): string[] {
  return (successors[from] ?? []).flatMap((to) => {
    if (to === from || visited.includes(to)) return [];
    const isEnd = current.includes(to) || !Object.hasOwn(successors, to);
    return isEnd ? [to] : endsOf(to, [...visited, from], successors, current);
  });
}

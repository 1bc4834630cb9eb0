import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { InMemoryTraceStore } from "@waymark/trace-core/in-memory";
import { Ajv2019, type ValidateFunction } from "ajv/dist/2019.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { sssomFormat } from "../src/index.js";
import { runExecutor } from "./support/executor-run.js";
import { batchOf, hostileTrace, textOf } from "./support/sample-trace.js";
import { readSssomSet } from "./support/sssom-set.js";
import { findStandard, readJson } from "./support/test-data.js";

const folder = findStandard("sssom");

describe.skipIf(folder === null)("According to the SSSOM schema", () => {
  it("the exports of a run and of hostile text are valid", async () => {
    const isValid = await schema();
    const store = new InMemoryTraceStore();
    await runExecutor(store);
    check(isValid, await textOf(sssomFormat.write(store)));
    const prefixes = {
      GENE: { prefix: "G", uri: "https://example.org/gene/" },
      PROTEIN: { prefix: "P", uri: "https://example.org/protein/" },
    };
    await fc.assert(
      fc.asyncProperty(hostileTrace, async (trace) => {
        const hostile = new InMemoryTraceStore();
        await hostile.write(batchOf(trace));
        check(isValid, await textOf(sssomFormat.write(hostile, {}, { prefixes })));
      }),
      { numRuns: 50 },
    );
  });

  it("the examples of the specification for identifiers not found are valid, as this test reads them", async () => {
    const isValid = await schema();
    for (const name of ["no_term_found", "cardinality-with-unmapped-entities"])
      check(
        isValid,
        await readFile(join(folder ?? "", "spec-examples", "schema", `${name}.sssom.tsv`), "utf8"),
      );
  });

  it("there are no columns that the standard lacks, except our own", async () => {
    const { $defs } = (await readJson(folder ?? "", "sssom_schema.schema.json")) as {
      $defs: { Mapping: { properties: object } };
    };
    const known = Object.keys($defs.Mapping.properties);
    const [row] = readSssomSet(await ourText()).rows;
    const own = Object.keys(row ?? {}).filter((it) => !known.includes(it));
    expect(own).toEqual(["ext_derivation_path", "ext_derivation_resources", "ext_matched_as"]);
  });
});

async function ourText(): Promise<string> {
  const store = new InMemoryTraceStore();
  await runExecutor(store);
  return textOf(sssomFormat.write(store));
}

async function schema(): Promise<ValidateFunction> {
  return new Ajv2019({ strict: false, allErrors: true }).compile(
    await readJson(folder ?? "", "sssom_schema.schema.json"),
  );
}

const NUMBERS = new Set(["confidence", "similarity_score"]);
const LISTS = new Set([
  "author_id",
  "author_label",
  "creator_id",
  "creator_label",
  "reviewer_id",
  "see_also",
]);

/**
 * Converts the set to what the schema describes: a table has only texts, lists are joined, and our own columns are not
 * part of it.
 */
function check(isValid: ValidateFunction, text: string): void {
  const { metadata, rows } = readSssomSet(text);
  const { curie_map: curieMap, ...slots } = metadata as { readonly curie_map?: unknown };
  const mappings = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([slot, value]) => value !== "" && !slot.startsWith("ext_"))
        .map(([slot, value]) => [
          slot,
          NUMBERS.has(slot) ? Number(value) : LISTS.has(slot) ? value.split("|") : value,
        ]),
    ),
  );
  const set = { ...slots, curie_map: curieMap, mappings };
  const errors = isValid(set) ? [] : isValid.errors;
  expect(errors).toEqual([]);
  const declared = Object.keys((curieMap as object | undefined) ?? {});
  const builtIn = ["skos", "semapv", "sssom", "owl", "rdf", "rdfs"];
  for (const row of rows)
    for (const slot of ["subject_id", "predicate_id", "object_id"])
      expect([...declared, ...builtIn]).toContain(/^([^:]+):[^\s<>"{}|\\^`]+$/.exec(row[slot] ?? "")?.[1]);
}

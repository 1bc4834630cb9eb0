import { expect, it } from "vitest";

import { meantName } from "./meant-name.js";

const KNOWN = ["HGNC_ID", "HGNC_SYMBOL", "NCBI_GENE", "UNIPROTKB_AC"];

it.each([
  ["another case", "hgnc_symbol", "HGNC_SYMBOL"],
  ["a slip of the finger", "HGNC_SYMBOLZ", "HGNC_SYMBOL"],
  ["the beginning of one name only", "NCBI", "NCBI_GENE"],
])("takes %s for the name that is meant", (_what, name, meant) => {
  expect(meantName(name, KNOWN)).toBe(meant);
});

it.each([
  ["that is like none", "CHEMBL"],
  ["that several begin with", "HGNC_"],
  ["of one letter", "U"],
])("suggests nothing for a name %s", (_what, name) => {
  expect(meantName(name, KNOWN)).toBeUndefined();
});

it("suggests nothing if no names are known", () => {
  expect(meantName("A", [])).toBeUndefined();
});

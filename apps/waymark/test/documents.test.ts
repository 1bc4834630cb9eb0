import { beforeAll, describe, expect, it } from "vitest";

import { DOCUMENTS, DocumentSchemas, schemaFile } from "./support/documents.js";

describe("The published schemas", () => {
  let schemas: DocumentSchemas;

  beforeAll(() => {
    schemas = new DocumentSchemas();
  });

  // `npx vitest run test/documents.test.ts -u` updates them.
  it.each(DOCUMENTS)("match the type of the document %s", async (document) => {
    await expect(schemas.of(document)).toMatchFileSnapshot(schemaFile(document));
  });
});

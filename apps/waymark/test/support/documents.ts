import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { createGenerator, type SchemaGenerator } from "ts-json-schema-generator";

const APP = fileURLToPath(new URL("../../", import.meta.url));

/** The documents that commands print: `map` stands for `MapDocument` in `src/documents/map-document.ts`. */
export const DOCUMENTS = readdirSync(`${APP}src/documents`)
  .filter((it) => it.endsWith("-document.ts"))
  .map((it) => it.replace(/-document\.ts$/, ""))
  .toSorted();

/** The path of a document's published schema. */
export function schemaFile(document: string): string {
  return `${APP}schemas/${document}.schema.json`;
}

/** Generates schemas from the types of documents; reads the sources once. */
export class DocumentSchemas {
  private readonly generator: SchemaGenerator = createGenerator({
    path: `${APP}src/documents/*-document.ts`,
    tsconfig: `${APP}tsconfig.json`,
    skipTypeCheck: true,
    expose: "export",
    topRef: false,
    additionalProperties: false,
  });

  /** JSON Schema 2020-12, as text. */
  of(document: string): string {
    const { $schema: _draft, definitions, ...schema } = this.generator.createSchema(typeName(document));
    const modern = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: `waymark ${document.replaceAll("-", " ")}`,
      ...schema,
      $defs: definitions ?? {},
    };
    return `${JSON.stringify(modern, null, 2).replaceAll("#/definitions/", "#/$defs/")}\n`;
  }
}

/** Parses what a command printed, and validates it against the published schema. */
export function readDocument(document: string, printed: string): unknown {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile(document), "utf8")) as object);
  const value: unknown = JSON.parse(printed);
  if (validate(value)) return value;
  throw new Error(`not a document of ${document}: ${ajv.errorsText(validate.errors, { separator: "\n" })}`);
}

function typeName(document: string): string {
  const words = document.split("-").map((it) => it.charAt(0).toUpperCase() + it.slice(1));
  return `${words.join("")}Document`;
}

import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  sampleMapping,
  samplePathExecution,
  sampleProvenance,
  sampleSession,
} from "../testing/sample-records.js";
import { derivedUuid } from "./derived-uuid.js";
import { entityMappingId } from "./entity-mapping-id.js";
import { escapeRawId, invalidSourceId, isInvalidSourceId } from "./invalid-source-id.js";
import { provenanceId } from "./provenance-id.js";

describe("derived ids", () => {
  it("never change, since existing traces depend on them", () => {
    const key = {
      sourceType: "HGNC_SYMBOL",
      sourceId: "TP53",
      targetType: "UNIPROTKB_AC",
      targetId: "P04637",
    };
    expect(entityMappingId(key)).toBe("0a282fab-e954-8fc8-befd-e5f416788238");
  });

  it("are the first bits of a SHA-256, except for version and variant", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), (parts) => {
        const preimage = parts.map((it) => `\n${String(Buffer.byteLength(it))}:${it}`).join("");
        const bytes = createHash("sha256").update(`waymark:kind${preimage}`).digest().subarray(0, 16);
        bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
        bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
        expect(derivedUuid("kind", parts).replaceAll("-", "")).toBe(bytes.toString("hex"));
      }),
    );
  });

  it("differ whenever keys differ, even if their joined parts are equal", () => {
    const part = fc.string({ minLength: 1, maxLength: 3 });
    const key = fc.record({ sourceType: part, sourceId: part, targetType: part, targetId: part });
    fc.assert(
      fc.property(key, key, (a, b) => {
        const isSame =
          a.sourceType === b.sourceType &&
          a.sourceId === b.sourceId &&
          a.targetType === b.targetType &&
          a.targetId === b.targetId;
        expect(entityMappingId(a) === entityMappingId(b)).toBe(isSame);
      }),
    );
  });

  it("do not depend on the order in which a hop's fields were written", () => {
    const { mappingId, pathExecutionId, hops } = sampleProvenance(
      sampleMapping(),
      samplePathExecution(sampleSession().id),
    );
    const reversed = hops.map(
      (it) => Object.fromEntries(Object.entries(it).reverse()) as unknown as typeof it,
    );
    expect(provenanceId(mappingId, pathExecutionId, reversed)).toBe(
      provenanceId(mappingId, pathExecutionId, hops),
    );
  });

  it("are UUIDs of version 8", () => {
    expect(sampleMapping().id).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe("an input that cannot be an identifier", () => {
  it("always has a valid source id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (raw) => {
        expect(invalidSourceId(raw)).toMatch(/^invalid:[0-9a-f]{64}$/);
        expect(isInvalidSourceId(invalidSourceId(raw))).toBe(true);
        expect(isInvalidSourceId(raw)).toBe(false);
      }),
    );
    expect(invalidSourceId("\uD800")).not.toBe(invalidSourceId("\uD801"));
  });

  it("is escaped and shortened for display", () => {
    expect(escapeRawId("a\0\uD800")).toBe("a\\u0000\\ud800");
    expect(escapeRawId("x".repeat(1_000))).toHaveLength(120);
  });

  it("is well-formed when displayed, wherever it was cut", () => {
    const raw = fc.string({ unit: fc.constantFrom("a", "\u{1F600}", "\uD83D", "\0"), maxLength: 400 });
    fc.assert(
      fc.property(raw, (it) => {
        expect(escapeRawId(it)).not.toMatch(/\0|\p{Surrogate}/u);
        expect(escapeRawId(it).length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

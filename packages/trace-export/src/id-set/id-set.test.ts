import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { uuidV7 } from "@waymark/trace-core";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { IdSet } from "./id-set.js";
import { ScratchFileError } from "./scratch-file-error.js";

it.each([
  ["in memory", {}],
  ["in a file", { maxHeld: 16 }],
])("contains %s what was added, like a set of strings", (_, options) => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 3_000 }), (ids) => {
      const set = new IdSet(options);
      const reference = new Set<string>();
      for (const id of [...ids, ...ids]) {
        expect(set.add(id)).toBe(!reference.has(id));
        reference.add(id);
      }
      expect(set.size).toBe(reference.size);
      expect(ids.every((id) => set.has(id))).toBe(true);
      expect(set.has(randomUUID())).toBe(false);
      set.close();
    }),
    { numRuns: 20 },
  );
});

it.each([
  ["in memory", {}],
  ["in a file", { maxHeld: 1_024 }],
])("holds %s the nil UUID, UUIDs that differ in one bit, and any number of them", (_, options) => {
  const set = new IdSet(options);
  const zero = "00000000-0000-0000-0000-000000000000";
  expect([set.add(zero), set.add(zero)]).toEqual([true, false]);
  const ids = new Set([
    ...Array.from(
      { length: 5_000 },
      (_, i) => `${zero.slice(0, -4)}${(i + 1).toString(16).padStart(4, "0")}`,
    ),
    ...Array.from({ length: 5_000 }, () => uuidV7()),
    ...Array.from({ length: 5_000 }, () => randomUUID() as string),
  ]);
  expect([...ids].filter((id) => !set.add(id))).toEqual([]);
  expect([...ids].filter((id) => set.add(id))).toEqual([]);
  expect(set.size).toBe(ids.size + 1);
  set.close();
});

describe("the file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "waymark-test-"));
    vi.stubEnv("TMPDIR", folder);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it("is unlinked as soon as it is open", async () => {
    const set = new IdSet({ maxHeld: 16 });
    for (let i = 0; i < 100; i++) set.add(randomUUID());
    expect(await readdir(folder)).toEqual([]);
    set.close();
    set.close();
  });

  it("reports that it cannot be written, and what to do about it", () => {
    vi.stubEnv("TMPDIR", join(folder, "gone"));
    const set = new IdSet({ maxHeld: 16 });
    const add = (): unknown => Array.from({ length: 100 }, () => set.add(randomUUID()));
    expect(add).toThrow(ScratchFileError);
    expect(add).toThrow(
      /cannot be written to .*gone: ENOENT.*; free some space there, or set TMPDIR to another folder$/,
    );
  });
});

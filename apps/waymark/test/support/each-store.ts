import { freshMongo, freshPostgres } from "@waymark/test-databases";

import { TestFolder } from "./test-folder.js";

/** An empty store of its own for a test. */
export interface EmptyStore {
  readonly url: string;
  remove(): Promise<void>;
}

/** Every kind of store that commands open, for `describe.each`. */
export const EACH_STORE: readonly (readonly [name: string, make: () => Promise<EmptyStore>])[] = [
  [
    "SQLite",
    async () => {
      const folder = await TestFolder.create();
      return { url: `sqlite:${folder.file("trace.db")}`, remove: () => folder.remove() };
    },
  ],
  [
    "PostgreSQL",
    async () => {
      const { url, drop } = await freshPostgres();
      return { url, remove: drop };
    },
  ],
  [
    "MongoDB",
    async () => {
      const { url, drop } = freshMongo();
      return { url, remove: drop };
    },
  ],
];

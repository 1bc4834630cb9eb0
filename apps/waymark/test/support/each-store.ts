import { freshMongo, freshPostgres } from "@waymark/test-databases";

import { TestFolder } from "./test-folder.js";

/** A new, empty store for one test. */
export interface EmptyStore {
  readonly url: string;
  remove(): Promise<void>;
}

/** All kinds of stores that commands open, for `describe.each`. */
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

import { isWaymarkError } from "@waymark/trace-core";
import { Command } from "commander";

import type { MigrateDocument } from "../documents/migrate-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";

interface MigrateOptions {
  readonly dryRun?: boolean;
}

export function migrateCommand(frame: CommandFrame): Command {
  return new Command("migrate")
    .description("updates the store's schema, or creates the store if there is none")
    .option("--dry-run", "only report what would be done")
    .addHelpText(
      "after",
      examples([
        ["waymark migrate --dry-run", "what is missing from the schema"],
        [
          "waymark migrate --store postgres://admin@host/trace",
          "run once, by a user who may change the schema",
        ],
      ]),
    )
    .action(frame.action(migrate));
}

async function migrate(run: CommandRun, { dryRun = false }: MigrateOptions): Promise<ExitCode> {
  const before = await lacking(run);
  const { existed } = before;
  let { pending } = before;
  let taken: readonly string[] = [];
  if (!dryRun && (!existed || pending.length > 0)) {
    const { applied } = await run.withStore("write", async (store) => (await store.inspect()).schema);
    taken = existed ? pending : applied;
    pending = [];
  }
  const document = { store: run.shownStore, existed, dryRun, taken, pending } satisfies MigrateDocument;
  if (run.output.isJson) await run.output.document(document);
  else await run.output.write(`${told(document)}\n`);
  return EXIT.fine;
}

async function lacking(run: CommandRun): Promise<Pick<MigrateDocument, "existed" | "pending">> {
  try {
    await run.withStore("read", async () => undefined, { migrate: "check" });
    return { existed: true, pending: [] };
  } catch (error) {
    if (isWaymarkError(error, "no-trace")) return { existed: false, pending: [] };
    if (isWaymarkError(error, "schema-version") && Array.isArray(error.details.pending))
      return { existed: true, pending: error.details.pending.map(String) };
    throw error;
  }
}

function told({ store, existed, dryRun, taken, pending }: MigrateDocument): string {
  if (!existed) return dryRun ? `there is no store at ${store}; migrate would create it` : `created ${store}`;
  if (pending.length > 0) return `${store} lacks ${pending.join(", ")}; migrate would take these steps`;
  return taken.length === 0 ? `${store} is up to date` : `${store} is up to date now: ${taken.join(", ")}`;
}

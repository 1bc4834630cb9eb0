import type { TraceStore } from "@waymark/trace-core";
import { explain, explanationText, type Explanation } from "@waymark/trace-report";
import { Command } from "commander";

import type { ExplainDocument } from "../documents/explain-document.js";
import type { CommandFrame } from "../frame/command-frame.js";
import type { CommandRun } from "../frame/command-run.js";
import { examples } from "../frame/examples.js";
import { EXIT, type ExitCode } from "../frame/exit-code.js";
import { NotFoundError } from "../frame/store/not-found-error.js";
import { resolveSession, SESSION_ARGUMENT } from "../frame/store/resolve-session.js";
import { printableLines } from "../views/format.js";
import { countFrom } from "./option-values.js";

interface ExplainOptions {
  readonly type?: string;
  readonly to?: string;
  readonly session?: string;
  readonly answers: number;
}

export function explainCommand(frame: CommandFrame): Command {
  return new Command("explain")
    .description(
      "shows all that the trace has about an identifier: every answer and mapping, hop by hop, or why there is none",
    )
    .argument("<identifier>", "as written in the input, or as normalised")
    .option("--type <type>", "only as an identifier of this type")
    .option("--to <type>", "only mappings whose other end is of this type")
    .option("--session <session>", `only answers of one run: ${SESSION_ARGUMENT}`)
    .option("--answers <n>", "maximum number of answers for each pair of types", countFrom(1, 1_000), 10)
    .addHelpText(
      "after",
      examples([
        ["waymark explain TP53", "everything about TP53"],
        ["waymark explain TP53 --to ENSEMBL_PROTEIN --session latest", "only what the latest run answered"],
      ]),
    )
    .action(frame.action<ExplainOptions, [string]>(tell));
}

async function tell(run: CommandRun, options: ExplainOptions, identifier: string): Promise<ExitCode> {
  return run.withStore("read", async (store) => {
    const { type, to: targetType, session, answers: maxAnswers } = options;
    const sessionId = session === undefined ? undefined : (await resolveSession(store, session)).id;
    const explanation = await explain(store, { identifier, type, targetType, sessionId }, { maxAnswers });
    if (!explanation.isKnown) throw unknown(explanation, await knownAs(store, explanation));
    if (run.output.isJson) await run.output.document(explanation satisfies ExplainDocument);
    else await run.output.write(printableLines(explanationText(explanation)));
    return EXIT.fine;
  });
}

/** If the filters exclude everything: the pairs of types for which the trace does know the identifier. */
async function knownAs(
  store: TraceStore,
  { asked, type, targetType, sessionId }: Explanation,
): Promise<string[]> {
  if (type === null && targetType === null && sessionId === null) return [];
  const { answers, mappingsFrom, mappingsTo } = await explain(store, { identifier: asked });
  const pairs = [...answers.items, ...mappingsFrom.items, ...mappingsTo.items];
  return [...new Set(pairs.map((it) => `${it.sourceType} → ${it.targetType}`))];
}

function unknown(explanation: Explanation, pairs: readonly string[]): NotFoundError {
  const { asked, suggestions } = explanation;
  const said = printableLines(explanationText(explanation).trim()).replaceAll("\n", " ");
  const text = pairs.length === 0 ? said : `${said} Elsewhere it knows it: ${pairs.join(", ")}.`;
  return new NotFoundError(text.charAt(0).toLowerCase() + text.slice(1), { identifier: asked, suggestions });
}

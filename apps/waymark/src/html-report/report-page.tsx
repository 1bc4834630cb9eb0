import type { RunReport } from "@waymark/trace-report";
import type { JSX } from "preact";
import { render } from "preact-render-to-string";

import type { Figure } from "./figure.js";
import { FigureCard } from "./figure-card.js";
import { confidenceFigure } from "./figures/confidence-figure.js";
import { funnelFigures } from "./figures/funnel-figures.js";
import { outcomeFigure } from "./figures/outcome-figure.js";
import { pathGraphFigure } from "./figures/path-graph-figure.js";
import { timingFigure } from "./figures/timing-figure.js";
import { countText, durationText, shareText } from "./number-text.js";
import { PAGE_STYLE } from "./page-style.js";
import { TableCards } from "./table-cards.js";

/** Nothing is loaded and nothing is executed when the page is opened. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A report as a self-contained HTML page: no script, font or image from elsewhere.
 *
 * @param methods a paragraph for the methods section of a paper
 */
export async function reportPage(report: RunReport, methods: string): Promise<string> {
  const figures = await Promise.all([
    outcomeFigure(report),
    pathGraphFigure(report),
    funnelFigures(report),
    confidenceFigure(report),
    timingFigure(report),
  ]);
  const drawn = figures.flat().filter((it) => it !== null);
  return `<!doctype html>\n${render(<Page report={report} figures={drawn} methods={methods} />)}\n`;
}

interface PageProps {
  readonly report: RunReport;
  readonly figures: readonly Figure[];
  readonly methods: string;
}

function Page({ report, figures, methods }: PageProps): JSX.Element {
  const { session, notes } = report;
  const title = `${session.sourceType} to ${session.targetType}`;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <title>{`${title}: mapping report`}</title>
        <style dangerouslySetInnerHTML={{ __html: PAGE_STYLE }} />
      </head>
      <body>
        <a class="skip" href="#report">
          To the report
        </a>
        <header>
          <h1>{`${session.sourceType} → ${session.targetType}`}</h1>
          <p class="soft">
            Session <code>{session.id}</code>, {session.status}, begun{" "}
            <time dateTime={session.startedAt}>{session.startedAt.replace("T", " ").slice(0, 19)} UTC</time>
            {session.executorVersion !== null && <>, Waymark {session.executorVersion}</>}.
          </p>
          <Facts report={report} />
          {notes.map((it) => (
            <p class="note">{it}</p>
          ))}
          {session.error !== null && (
            <p class="note">
              {session.error.code}: {session.error.message}
            </p>
          )}
        </header>
        <main id="report">
          <div class="figures">
            {figures.map((it) => (
              <FigureCard {...it} />
            ))}
          </div>
          <section class="card words">
            <h2>Methods</h2>
            <p>{methods}</p>
          </section>
          <TableCards report={report} />
        </main>
        <footer class="soft">
          Made by Waymark from its execution trace. Ask it for one identifier with{" "}
          <code>waymark explain IDENTIFIER</code>.
        </footer>
      </body>
    </html>
  );
}

function Facts({ report }: { readonly report: RunReport }): JSX.Element {
  const { mapped, identifiers, targets, ambiguous, cache, timing } = report;
  const facts: readonly (readonly [string, string])[] = [
    ["identifiers", countText(identifiers)],
    ["with a target", shareText(mapped.share)],
    ["targets", countText(targets)],
    ["ambiguous", countText(ambiguous.count)],
    ["from the cache", shareText(cache.served.share)],
    ["took", timing.durationMs === null ? "–" : durationText(timing.durationMs)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { Exchange } from "./exchange.js";
import { fillJobUrl } from "./fill-template.js";
import type { HttpJob } from "./http-request.js";
import { parseJson, valueAt } from "./read-items.js";
import type { HttpAnswer } from "./send-request.js";

/**
 * Waits for the job that an answer names, and fetches the first page of its results.
 *
 * @throws ResourceRequestError the job failed, took too long, or has no readable id or state
 */
export async function runJob(exchange: Exchange, job: HttpJob, started: HttpAnswer): Promise<HttpAnswer> {
  const { intervalMs = 1000, timeoutMs = 300_000 } = job;
  const id = textAt(exchange, started, job.id);
  if (id === undefined) throw exchange.failure(`${started.shown}: the answer has no job at ${job.id}`);
  const until = exchange.now + timeoutMs;
  const url = fillJobUrl(job.status, id);
  for (;;) {
    const status = await exchange.ask({ method: "GET", url, isRedirectWanted: true });
    const isRedirected = status.status >= 300;
    const state = isRedirected ? undefined : textAt(exchange, status, job.state);
    if (isRedirected || (state !== undefined && job.done.includes(state))) {
      if (job.results === undefined && !isRedirected) return status;
      const results = job.results === undefined ? status.url : fillJobUrl(job.results, id);
      return exchange.ask({ method: "GET", url: results });
    }
    if (state === undefined)
      throw exchange.failure(`${status.shown}: the answer has no state at ${job.state}`);
    if (job.failed.includes(state)) throw exchange.failure(`${status.shown}: the job failed`);
    if (exchange.now + intervalMs > until)
      throw exchange.failure(`${status.shown}: the job was not done within ${timeoutMs} ms`);
    await exchange.wait(intervalMs);
  }
}

function textAt(exchange: Exchange, answer: HttpAnswer, expression: string): string | undefined {
  return exchange.read(answer, () => {
    const value = valueAt(parseJson(answer.text), expression);
    return (typeof value === "string" && value !== "") || typeof value === "number"
      ? String(value)
      : undefined;
  });
}

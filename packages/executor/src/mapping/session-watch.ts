import { isWaymarkError, SessionNotFoundError, type ExecutionTraceLogger } from "@waymark/trace-core";

import { SessionLostError } from "./errors/session-lost-error.js";

/**
 * Sends the heartbeats of a session while its run goes on, and aborts the run if somebody else has ended the session or
 * the caller aborts it.
 */
export class SessionWatch {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly abort = (): void => this.controller.abort(this.callersSignal?.reason);
  private isBeating = false;

  constructor(
    private readonly logger: ExecutionTraceLogger,
    private readonly sessionId: string,
    heartbeatMs: number,
    private readonly callersSignal: AbortSignal | undefined,
  ) {
    if (callersSignal?.aborted) this.abort();
    else callersSignal?.addEventListener("abort", this.abort, { once: true });
    this.timer = setInterval(() => void this.beat(), heartbeatMs);
    this.timer.unref();
  }

  /** Aborted with the caller's reason, or with a `SessionLostError`. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  stop(): void {
    clearInterval(this.timer);
    this.callersSignal?.removeEventListener("abort", this.abort);
  }

  private async beat(): Promise<void> {
    if (this.isBeating) return;
    this.isBeating = true;
    try {
      const status = await this.logger.heartbeat(this.sessionId);
      if (status !== "running") this.controller.abort(new SessionLostError(this.sessionId, status));
    } catch (error) {
      // The store may be reachable again at the next beat; if it is gone for good, the next write fails.
      if (isWaymarkError(error, SessionNotFoundError.code)) {
        this.controller.abort(new SessionLostError(this.sessionId, "gone"));
      }
    } finally {
      this.isBeating = false;
    }
  }
}

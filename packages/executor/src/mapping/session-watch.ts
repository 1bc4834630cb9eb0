import { isWaymarkError, SessionNotFoundError, type ExecutionTraceLogger } from "@waymark/trace-core";

import { SessionLostError } from "./errors/session-lost-error.js";

/**
 * Keeps a session alive while its run goes on: says so to the store, and stops the run when somebody else has ended the
 * session, or when its caller aborts it.
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
      // A store that cannot be reached now may be at the next beat; if it is gone, writing will say so.
      if (isWaymarkError(error, SessionNotFoundError.code)) {
        this.controller.abort(new SessionLostError(this.sessionId, "gone"));
      }
    } finally {
      this.isBeating = false;
    }
  }
}

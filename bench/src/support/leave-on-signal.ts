const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** A signal came, and the process is about to end. */
  readonly hasCome: boolean;
  /** Never resolves: there is nothing to be done any more. */
  readonly left: Promise<never>;
}

/** Tidies up and ends the process when somebody breaks it off. */
export function leaveOnSignal(tidyUp: () => Promise<void>): Interruption {
  const interruption = { hasCome: false, left: new Promise<never>(() => undefined) };
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      if (interruption.hasCome) return;
      interruption.hasCome = true;
      // Connections that break now are no news.
      process.on("uncaughtException", () => undefined);
      process.on("unhandledRejection", () => undefined);
      void tidyUp().finally(() => process.exit(code));
    });
  }
  return interruption;
}

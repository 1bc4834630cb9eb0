const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** Whether a signal has arrived, so that the process is about to end. */
  readonly hasCome: boolean;
  /** Never resolves: awaited by code that has nothing left to do. */
  readonly left: Promise<never>;
}

/** Tidies up and ends the process when it is interrupted. */
export function leaveOnSignal(tidyUp: () => Promise<void>): Interruption {
  const interruption = { hasCome: false, left: new Promise<never>(() => undefined) };
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, () => {
      if (interruption.hasCome) return;
      interruption.hasCome = true;
      // Connections that break now are expected.
      process.on("uncaughtException", () => undefined);
      process.on("unhandledRejection", () => undefined);
      void tidyUp().finally(() => process.exit(code));
    });
  }
  return interruption;
}

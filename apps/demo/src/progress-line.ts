import { SingleBar } from "cli-progress";
import type { MappingProgress } from "@waymark/executor";

/** Shows the progress of a run on standard error, if that is a terminal. */
export class ProgressLine {
  private readonly bar: SingleBar | null;
  private isStarted = false;

  constructor(isQuiet: boolean) {
    this.bar =
      isQuiet || !process.stderr.isTTY
        ? null
        : new SingleBar({
            format:
              "mapping {bar} {value}/{total}  {mapped} mapped, {fromCache} from the cache, {eta_formatted} left",
            stream: process.stderr,
            clearOnComplete: true,
            hideCursor: true,
          });
  }

  show({ done, total, mapped, fromCache }: MappingProgress): void {
    if (this.bar === null) return;
    if (!this.isStarted) this.bar.start(total ?? done, 0, { mapped, fromCache });
    this.isStarted = true;
    this.bar.update(done, { mapped, fromCache });
  }

  end(): void {
    if (this.isStarted) this.bar?.stop();
  }
}

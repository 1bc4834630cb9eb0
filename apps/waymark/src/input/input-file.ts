import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { CommandRun } from "../frame/command-run.js";
import { InterruptedError } from "../frame/interrupted-error.js";
import { UsageError } from "../frame/usage-error.js";
import { readEncoding, type InputEncoding } from "./input-encoding.js";
import { InputError } from "./input-error.js";
import { statReadable } from "./stat-readable.js";
import { unpacked } from "./unpacked.js";

export interface OpenInputOptions {
  /** Aborts the reading of standard input or a pipe. Default never. */
  readonly signal?: AbortSignal;
  /** Advice for a file that is not text. Default: how to get identifiers out of it. */
  readonly wanted?: string;
}

/**
 * The source of identifiers: a file, or a temporary copy of standard input or a pipe, since it is read more than once.
 */
export class InputFile {
  private constructor(
    /** Absolute; null for standard input and pipes. */
    readonly path: string | null,
    /** As named by the user. */
    readonly shown: string,
    private readonly file: string,
    readonly encoding: InputEncoding,
    private readonly folder: string | null,
  ) {}

  /**
   * @param given a path, or `-` for standard input
   * @throws InputError it cannot be read, or is not text
   * @throws UsageError it is standard input, which is a terminal
   */
  static async open(
    run: CommandRun,
    given: string,
    { signal, wanted }: OpenInputOptions = {},
  ): Promise<InputFile> {
    if (given === "-") {
      if (run.context.isTerminal.stdin) throw new UsageError("specify the input: a file, or - to pipe it in");
      return InputFile.spooled(run.context.stdin, "standard input", signal);
    }
    const path = run.path(given);
    // A pipe can only be read once, and closing it ends its writer.
    if (!(await statReadable(path, given)).isFile())
      return InputFile.spooled(createReadStream(path), given, signal);
    return new InputFile(path, given, path, await readEncoding(path, given, wanted), null);
  }

  private static async spooled(source: Readable, shown: string, signal?: AbortSignal): Promise<InputFile> {
    const folder = await mkdtemp(join(tmpdir(), "waymark-input-"));
    try {
      const file = join(folder, "input");
      const handle = await open(file, "wx", 0o600);
      await pipeline(source, handle.createWriteStream(), signal ? { signal } : {});
      return new InputFile(null, shown, file, await readEncoding(file, shown), folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw signal?.aborted ? new InterruptedError("interrupted before anything was mapped") : error;
    }
  }

  /**
   * The text in pieces, without a byte order mark.
   *
   * @param hash is updated with the bytes of the file. Default none
   * @throws InputError the bytes are not text in this encoding, or their gzip is damaged
   */
  async *text(hash?: Hash): AsyncGenerator<string, void, undefined> {
    const { charset } = this.encoding;
    const decoder = new TextDecoder(charset, { fatal: true });
    const source = createReadStream(this.file, { highWaterMark: 256 * 1024 });
    if (hash) source.on("data", (chunk) => hash.update(chunk));
    let lines = 1;
    try {
      for await (const chunk of unpacked(source, this.shown)) {
        let text: string;
        try {
          text = decoder.decode(chunk, { stream: true });
        } catch (error) {
          throw notText(this.shown, lines + lineOfDamage(chunk), charset, error);
        }
        for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
        yield text;
      }
      try {
        yield decoder.decode();
      } catch (error) {
        throw notText(this.shown, lines, charset, error);
      }
    } finally {
      source.destroy();
    }
  }

  /** SHA-256 of its bytes, in lower-case hex. */
  async hash(): Promise<string> {
    const hash = createHash("sha256");
    await pipeline(createReadStream(this.file), hash);
    return hash.digest("hex");
  }

  /** Removes the copy of standard input or of a pipe. */
  async close(): Promise<void> {
    if (this.folder !== null) await rm(this.folder, { recursive: true, force: true });
  }
}

function notText(shown: string, line: number, charset: string, cause: unknown): InputError {
  const name = charset.toUpperCase();
  return new InputError(
    `${shown}, line ${String(line)}: this is not ${name}; if it is text, convert it: iconv -f WINDOWS-1252 -t UTF-8`,
    { line },
    cause,
  );
}

/**
 * The line of the chunk, counted from 0, where the bytes are not text. A character cut off at its end is not an error.
 */
function lineOfDamage(chunk: Uint8Array): number {
  const lossy = Buffer.from(chunk).toString("utf8");
  return lossy.slice(0, Math.max(0, lossy.indexOf("\uFFFD"))).split("\n").length - 1;
}

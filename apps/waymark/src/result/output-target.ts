import { constants } from "node:fs";
import { access, open, readdir, realpath, rename, stat, unlink, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { OutputFailedError } from "../frame/output/output-failed-error.js";
import { UsageError } from "../frame/usage-error.js";
import { whyUnwritable } from "../frame/output/why-unwritable.js";
import { refuseOtherKinds } from "./refuse-other-kinds.js";

/** Where a result is written. A file does not appear before `commit`; `discard` leaves nothing behind. */
export interface OutputTarget {
  write(text: string): Promise<void>;
  commit(): Promise<void>;
  discard(): Promise<void>;
}

/** Writes a temporary file, which replaces the actual one when it is complete. */
class FileTarget implements OutputTarget {
  private isCommitted = false;

  constructor(
    private readonly handle: FileHandle,
    private readonly part: string,
    private readonly file: string,
    private readonly shown: string,
  ) {}

  async write(text: string): Promise<void> {
    await named(this.shown, () => this.handle.appendFile(text));
  }

  async commit(): Promise<void> {
    await named(this.shown, async () => {
      await this.handle.sync();
      await this.handle.close();
      await rename(this.part, this.file);
    });
    this.isCommitted = true;
  }

  async discard(): Promise<void> {
    if (this.isCommitted) return;
    await this.handle.close();
    await unlink(this.part);
  }
}

/** A named pipe or a device such as /dev/null, which is written immediately. */
class DeviceTarget implements OutputTarget {
  constructor(
    private readonly handle: FileHandle,
    private readonly shown: string,
  ) {}

  async write(text: string): Promise<void> {
    await named(this.shown, () => this.handle.appendFile(text));
  }

  commit(): Promise<void> {
    return this.handle.close();
  }

  discard(): Promise<void> {
    return this.handle.close();
  }
}

/**
 * Opens a file that is written completely or not at all. Removes temporary files left by killed runs.
 *
 * @param shown the file as named by the user
 * @throws UsageError it cannot be written; the message says what to do
 */
export async function openOutput(path: string, shown: string): Promise<OutputTarget> {
  refuseOtherKinds(shown);
  const known = await stat(path).catch(() => undefined);
  if (known?.isDirectory()) throw new UsageError(`cannot write ${shown}: it is a folder: name a file in it`);
  // A symbolic link is kept, and the file it points to is written.
  const file = known?.isFile() ? await realpath(path) : path;
  try {
    if (known && !known.isFile()) return new DeviceTarget(await open(path, "w"), shown);
    if (known) await access(file, constants.W_OK);
    await removeLeftOver(file);
    const part = join(dirname(file), `.${basename(file)}.${String(process.pid)}.waymark-part`);
    return new FileTarget(await open(part, "w", known ? known.mode & 0o777 : 0o666), part, file, shown);
  } catch (error) {
    throw new UsageError(`cannot write ${shown}: ${whyNot(error, dirname(shown))}`, { file: path }, error);
  }
}

/** @throws OutputFailedError naming the file, which system errors do not */
async function named(shown: string, writing: () => Promise<void>): Promise<void> {
  try {
    await writing();
  } catch (error) {
    throw new OutputFailedError(shown, error);
  }
}

async function removeLeftOver(file: string): Promise<void> {
  const begin = `.${basename(file)}.`;
  for (const name of await readdir(dirname(file))) {
    const pid = /^(\d+)\.waymark-part$/.exec(name.startsWith(begin) ? name.slice(begin.length) : "")?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await unlink(join(dirname(file), name));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function whyNot(error: unknown, folder: string): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return `there is no folder ${folder}: create it first`;
  if (code === "ENOTDIR") return `${folder} is not a folder`;
  return whyUnwritable(error);
}

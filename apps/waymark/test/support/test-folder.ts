import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** A folder to run commands in. */
export class TestFolder {
  private constructor(readonly path: string) {}

  static async create(): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), "waymark-")));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    const file = this.file(name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    return file;
  }

  /** Creates a named pipe that delivers the content to its reader. */
  async pipe(name: string, content: string): Promise<void> {
    await promisify(execFile)("mkfifo", [this.file(name)]);
    void writeFile(this.file(name), content);
  }

  read(name: string): Promise<string> {
    return readFile(this.file(name), "utf8");
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

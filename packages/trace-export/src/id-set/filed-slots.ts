import { closeSync, ftruncateSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ScratchFileError } from "./scratch-file-error.js";
import { copyWords, WORDS, type Slots, type Words } from "./slots.js";

const PAGE_SLOTS = 256;

/**
 * A table in a temporary file, with one page of 4 KiB in memory. The file is unlinked as soon as it is open, so the
 * system removes it when the process ends, however that happens.
 */
export class FiledSlots implements Slots {
  private readonly file = attempt(openNameless);
  readonly words: Words = new Uint32Array(PAGE_SLOTS * WORDS);
  private pageNumber = -1;
  private isChanged = false;

  /** @throws ScratchFileError the file cannot be created or written; all other calls throw it, too */
  constructor(readonly count: number) {
    try {
      attempt(() => {
        ftruncateSync(this.file, count * WORDS * Uint32Array.BYTES_PER_ELEMENT);
      });
    } catch (error) {
      // The caller does not get the object, so it cannot close it.
      this.close();
      throw error;
    }
  }

  at(slot: number): number {
    this.turnTo(Math.floor(slot / PAGE_SLOTS));
    return (slot % PAGE_SLOTS) * WORDS;
  }

  put(slot: number, from: Words, begin: number): void {
    copyWords(from, begin, this.words, this.at(slot));
    this.isChanged = true;
  }

  close(): void {
    closeSync(this.file);
  }

  private turnTo(pageNumber: number): void {
    if (this.pageNumber === pageNumber) return;
    const { byteLength } = this.words;
    attempt(() => {
      if (this.isChanged) {
        const written = writeSync(this.file, this.words, 0, byteLength, this.pageNumber * byteLength);
        if (written < byteLength) throw new Error("no space is left there");
      }
      this.isChanged = false;
      readSync(this.file, this.words, 0, byteLength, pageNumber * byteLength);
    });
    this.pageNumber = pageNumber;
  }
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), "waymark-export-"));
  try {
    return openSync(join(folder, "ids"), "wx+", 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function attempt<T>(use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw new ScratchFileError(tmpdir(), error);
  }
}

import type { TraceStore } from "@waymark/trace-core";

import type { TraceSelection } from "./selection/trace-selection.js";

/**
 * A format that a trace is written in.
 *
 * To add one, write a module that makes one of these, and name it in `export-formats.ts`.
 */
export interface ExportFormat<Options extends object = object> {
  /** What it is asked for by, such as `sssom`; lower case. */
  readonly name: string;
  /** How files of it are called, with the dot, such as `.sssom.tsv`. */
  readonly fileExtension: string;
  readonly mediaType: string;
  /** One sentence for people. */
  readonly description: string;
  /** The options that it knows; any other is refused. */
  readonly optionNames: readonly string[];

  /**
   * Writes what is selected, piece by piece: text that makes the file when it is put together, to be encoded as UTF-8. The
   * store is read page by page as the pieces are asked for, so that a slow consumer slows the reading down, and memory does
   * not grow with what is written but for a few bytes a mapping where a format says so. What it finds wrong with the
   * selection or the options it throws before the first piece.
   *
   * @throws SessionNotFoundError a session of the selection is not in the store
   * @throws InvalidExportOptionError an option is not known, makes no sense, or is missing for what is selected
   * @throws CacheRetrievalError the database cannot answer
   */
  write(store: TraceStore, selection?: TraceSelection, options?: Options): AsyncIterable<string>;
}

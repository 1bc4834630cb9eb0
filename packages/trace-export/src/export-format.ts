import type { TraceStore } from "@waymark/trace-core";

import type { TraceSelection } from "./selection/trace-selection.js";

/**
 * A format in which a trace can be written.
 *
 * To add one, write a module that exports such an object, and list it in `export-formats.ts`.
 */
export interface ExportFormat<Options extends object = object> {
  /** Unique name, such as `sssom`; lower case. */
  readonly name: string;
  /** Extension of its files, with the dot, such as `.sssom.tsv`. */
  readonly fileExtension: string;
  readonly mediaType: string;
  /** One sentence for users. */
  readonly description: string;
  /** The options it accepts; any other is refused. */
  readonly optionNames: readonly string[];

  /**
   * Writes the selection as pieces of text, which together are the file, to be encoded as UTF-8. The store is read page
   * by page as the pieces are requested, so a slow consumer slows down the reading. Memory does not grow with the
   * output, except for a few bytes per mapping where a format says so. Errors in the selection or the options are
   * thrown before the first piece.
   *
   * @throws SessionNotFoundError a session of the selection is not in the store
   * @throws InvalidExportOptionError an option is unknown, has an invalid value, or is missing but required for the
   * selection
   * @throws CacheRetrievalError the database cannot answer
   */
  write(store: TraceStore, selection?: TraceSelection, options?: Options): AsyncIterable<string>;
}

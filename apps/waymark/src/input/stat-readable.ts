import { constants, type Stats } from "node:fs";
import { access, stat } from "node:fs/promises";

import { InputError } from "./input-error.js";

/**
 * Stats a file or a pipe without opening it.
 *
 * @param shown the file as named by the user
 * @throws InputError it does not exist, cannot be read, or is a folder
 */
export async function statReadable(path: string, shown: string): Promise<Stats> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new InputError(`${shown} is a folder: name a file in it`, { file: path });
    await access(path, constants.R_OK);
    return found;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = {
      ENOENT: "there is no such file",
      EACCES: "there is no permission to read it: change its permissions",
    }[code ?? ""];
    if (why === undefined) throw error;
    throw new InputError(`cannot read ${shown}: ${why}`, { file: path }, error);
  }
}

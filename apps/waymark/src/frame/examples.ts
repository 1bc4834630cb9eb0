/** The examples at the end of a command's help: what to type, and what it does. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  return ["", "Examples:", ...lines.flatMap(([command, what]) => [`  ${command}`, `      ${what}`])].join(
    "\n",
  );
}

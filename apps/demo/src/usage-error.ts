/** The command line is wrong, or a file that it names: exit code 2. */
export class UsageError extends Error {}

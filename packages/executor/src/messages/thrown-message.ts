/** A thrown value as text. Never throws itself, even if the value cannot be converted to text. */
export function thrownMessage(thrown: unknown): string {
  try {
    const message: unknown = thrown instanceof Error ? thrown.message : thrown;
    return String(message);
  } catch {
    return "something was thrown that cannot be shown";
  }
}

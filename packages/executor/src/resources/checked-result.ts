import type { LookUpResult, Resource } from "../resource.js";

/** A result that fulfils the contract, except that the contents of its hits are not checked. */
export type CheckedResult = Required<LookUpResult>;

/**
 * Checks what a resource answered. Otherwise, a mistake in the resource could be cached as an absence, or lead to a
 * record that no trace can hold.
 *
 * @param identifiers what it was asked for, distinct
 * @throws TypeError the answer makes no sense
 */
export function checkedResult(
  { name }: Resource,
  identifiers: readonly string[],
  answer: unknown,
): CheckedResult {
  const senseless = (why: string): TypeError =>
    new TypeError(`The answer of resource ${name} makes no sense: ${why}`);
  if (typeof answer !== "object" || answer === null)
    throw senseless("it is not an object of hits, withdrawn and failed");
  const { hits, withdrawn, failed, attempts = 1 } = answer as LookUpResult;
  if (!isMap(hits)) throw senseless("hits is not a Map");
  if (!isSet(withdrawn)) throw senseless("withdrawn is not a Set");
  if (!isMap(failed)) throw senseless("failed is not a Map");
  if (!Number.isSafeInteger(attempts) || attempts < 0)
    throw senseless("attempts is not a whole number from 0");
  let said = 0;
  for (const it of identifiers) {
    const count = Number(hits.has(it)) + Number(withdrawn.has(it)) + Number(failed.has(it));
    if (count > 1) throw senseless(`it gives two answers for ${it}`);
    said += count;
  }
  if (said < hits.size + withdrawn.size + failed.size)
    throw senseless("it is about an identifier that was not asked for");
  return { hits, withdrawn, failed, attempts };
}

/** Also accepts a Map of another realm, or a custom one: it only needs these members. */
function isMap(value: unknown): boolean {
  return isSet(value) && typeof (value as Partial<Map<string, unknown>>).get === "function";
}

function isSet(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { has, size } = value as Partial<ReadonlySet<string>>;
  return typeof has === "function" && typeof size === "number";
}

/**
 * A prime that divides none of the sizes below, so neighbouring numbers end up far apart, and never in the same place.
 */
const STRIDE = 8_675_309;
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Number of different accessions, 14 million; the other types have more identifiers. */
const ACCESSIONS = 3 * 10 * 36 ** 3 * 10;

/** Such as `ENSG00000141510`. */
export function ensemblGene(number: number): string {
  return `ENSG${scattered(number, 99_999_989).toString().padStart(11, "0")}`;
}

/** Such as `HGNC:11998`. */
export function hgncId(number: number): string {
  return `HGNC:${1 + scattered(number, 99_999_971)}`;
}

/** Such as `7157`. */
export function ncbiGene(number: number): string {
  return (1 + scattered(number, 109_999_981)).toString();
}

/** Such as `P04637`: the six-character form that begins with O, P or Q. */
export function uniProtAccession(number: number): string {
  let rest = scattered(number, ACCESSIONS);
  const take = (size: number): number => {
    const digit = rest % size;
    rest = Math.floor(rest / size);
    return digit;
  };
  const last = take(10);
  const middle = [take(36), take(36), take(36)].map((it) => ALPHANUMERIC.charAt(it)).join("");
  return `${"OPQ".charAt(take(3))}${take(10)}${middle}${last}`;
}

function scattered(number: number, size: number): number {
  return (number * STRIDE) % size;
}

import { V7Generator } from "uuidv7";

export type IdSource = () => string;

/** A supply of random numbers: fetching them for one id at a time would take ten times as long as the rest of it. */
const random = new Uint32Array(1_024);
let used = random.length;

const generator = new V7Generator({ nextUint32: () => random[used++] ?? refilled() });

/** Time-ordered UUIDv7 (RFC 9562, section 5.7); those of one process ascend as long as its clock is not set back. */
export const uuidV7: IdSource = () => generator.generate().toString();

function refilled(): number {
  crypto.getRandomValues(random);
  used = 1;
  return random[0] ?? 0;
}

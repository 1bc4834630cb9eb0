/** Why something ended badly: a stable code and one readable sentence. Never a stack, a query or a credential. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

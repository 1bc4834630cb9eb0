/** Why something failed: a stable code and one readable sentence. Never contains a stack, a query or a credential. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

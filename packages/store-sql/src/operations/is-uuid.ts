const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether an id can exist at all: one of the databases refuses to compare an id with other text. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}

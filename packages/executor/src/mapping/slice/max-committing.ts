/** Maximum slices being written at once: one is sent while the database works on the other. They commit in order. */
export const MAX_COMMITTING = 2;

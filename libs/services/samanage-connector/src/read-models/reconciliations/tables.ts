export const runsTable = 'reconciliation_v1';
export const differencesTable = 'reconciliation_difference_v1';
/** What Samanage is right about and was told once, as long as nothing more happened to the subject. */
export const knownTable = 'reconciliation_known_v1';
export const policiesTable = 'reconciliation_policy_v1';

/** Which run in whose hands ($1, $2): nothing is kept for a writer whose run another one has begun anew. */
export const isHeld = `id = $1 AND attempt = $2 AND state = 'Running'`;

/** Operations of one bulk request; `bulk.maxOperations` of the ServiceProviderConfig. */
export const mostBulkOperations = 1_000;

/** The command line makes no sense. */
export class UsageError extends Error {}

/** The server refused, did not answer, or is not one of Waybill's; the message says which, a line each. */
export class ApiError extends Error {}

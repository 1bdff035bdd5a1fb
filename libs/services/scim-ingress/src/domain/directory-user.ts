import type { EqualityTerm, Paging, Resource } from '@waybill/scim';

/** A directory user as his readers see him. */
export interface DirectoryUser {
  readonly id: string;
  readonly resource: Resource;
  /** ISO 8601. */
  readonly created: string;
  readonly lastModified: string;
  /** Version of the user's stream. */
  readonly version: number;
}

export interface DirectoryUserPage {
  readonly users: readonly DirectoryUser[];
  /** All that match, not only those of the page. */
  readonly total: number;
}

/** Asks for one user of a job; the answer is undefined where there is none. */
export class GetDirectoryUser {
  constructor(
    readonly jobId: string,
    readonly userId: string,
  ) {}
}

/** Asks for the users of a job that match all terms, oldest first. */
export class FindDirectoryUsers {
  constructor(
    readonly jobId: string,
    readonly terms: readonly EqualityTerm[],
    readonly paging: Paging,
  ) {}
}

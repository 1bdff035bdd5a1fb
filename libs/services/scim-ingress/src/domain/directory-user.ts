import { enterpriseUserSchema, foldCase, type Paging, type Resource } from '@waybill/scim';

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

/** What users are looked up by, in the form in which it is compared. */
export interface LookupKeys {
  readonly userName: string;
  readonly externalId: string | null;
  readonly manager: string | null;
}

export function lookupKeys(resource: Resource): LookupKeys {
  const extension = resource[enterpriseUserSchema.id] as { manager?: { value?: string } } | undefined;
  return {
    // Required, and a text: ingress lets nobody in without it.
    userName: foldCase(resource.userName as string),
    externalId: (resource.externalId as string | undefined) ?? null,
    manager: extension?.manager?.value ?? null,
  };
}

/** An attribute, in the schema's spelling, and the text it is to be equal to. */
export interface UserTerm {
  readonly path: string;
  readonly value: string;
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
    readonly terms: readonly UserTerm[],
    readonly paging: Paging,
  ) {}
}

import type { CheckedFilter, Paging, Resource, ResourceType } from '@waybill/scim';
import type { ResourceState } from './resource-state';

/** A directory resource as its readers see it. */
export interface DirectoryResource {
  readonly id: string;
  readonly type: ResourceType;
  /** What is stored. */
  readonly resource: Resource;
  /** ISO 8601. */
  readonly created: string;
  readonly lastModified: string;
  readonly version: number;
  /** The groups it is in; undefined where nobody asked. */
  readonly groups?: readonly Membership[];
  /** The values of the attribute that is kept apart; undefined where nobody asked. */
  readonly members?: readonly StoredMember[];
}

/** A group that a resource is in, itself or through another group. */
export interface Membership {
  readonly id: string;
  readonly display: string | null;
  readonly direct: boolean;
}

/** A member of a group; `type` is null for an id that no resource has. */
export interface StoredMember {
  readonly id: string;
  readonly type: string | null;
  readonly display: string | null;
}

/** What must be read besides the resource itself. */
export interface Wanted {
  readonly groups: boolean;
  readonly members: boolean;
}

/** Resources in one page at most; `filter.maxResults` of the ServiceProviderConfig. */
export const largestPage = 200;

export interface ResourcePage {
  readonly resources: readonly DirectoryResource[];
  /** All that match, not only those of the page. */
  readonly total: number;
}

/** Asks for one resource of a job; the answer is undefined where there is none. */
export class GetResource {
  constructor(
    readonly jobId: string,
    readonly type: ResourceType,
    readonly id: string,
    readonly wanted: Wanted,
  ) {}
}

/** Asks for what a resource that was just written has besides: its groups, its members. */
export class ReadRelations {
  constructor(
    readonly jobId: string,
    readonly id: string,
    readonly wanted: Wanted,
  ) {}
}

/** Asks for the resources of a type that match a filter, in the order of their ids, which is that of their creation. */
export class FindResources {
  constructor(
    readonly jobId: string,
    readonly type: ResourceType,
    readonly filter: CheckedFilter | undefined,
    readonly paging: Paging,
    readonly wanted: Wanted,
  ) {}
}

/** A state as its readers see it; undefined where there is nothing, or nothing of that job and type. */
export function directoryResource(
  { jobId, type, id }: Pick<GetResource, 'jobId' | 'type' | 'id'>,
  state: ResourceState,
): DirectoryResource | undefined {
  const { resource, created, lastModified, version } = state;
  if (!resource || state.jobId !== jobId || state.resourceType !== type.name) return undefined;
  return { id, type, resource, created, lastModified, version };
}

import type { AttributePath, CheckedFilter, Paging, Resource, ResourceType } from '@waybill/scim';
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

/** How a list is sorted, before ids decide. */
export interface ResourceOrder {
  readonly path: AttributePath;
  readonly descending: boolean;
}

/** Where a page ended: the last resource, and the value it was sorted by, null where that is missing. */
export interface PlaceInOrder {
  readonly id: string;
  readonly sorted: string | null;
}

/** Which part of a list is asked for: so many from a number on, or so many behind a place (RFC 9865). */
export type PageAsked =
  | ({ readonly by: 'index' } & Paging)
  | { readonly by: 'cursor'; readonly behind: PlaceInOrder | null; readonly count: number };

export interface ResourcePage {
  readonly resources: readonly DirectoryResource[];
  /** All that match, not only those of the page. */
  readonly total: number;
  /** Where a page by cursor ended; null behind the last one. */
  readonly end: PlaceInOrder | null;
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

/** What is listed. */
export interface ListAsked {
  readonly jobId: string;
  readonly type: ResourceType;
  readonly filter: CheckedFilter | undefined;
  /** Undefined for the order of ids, which is that of creation. */
  readonly order: ResourceOrder | undefined;
  readonly page: PageAsked;
  readonly wanted: Wanted;
}

/** Asks for the resources of a type that match a filter. */
export class FindResources {
  constructor(readonly asked: ListAsked) {}
}

/** Asks for the secret that cursors are signed with. */
export class FindCursorSecret {}

/** A state as its readers see it; undefined where there is nothing, or nothing of that job and type. */
export function directoryResource(
  { jobId, type, id }: Pick<GetResource, 'jobId' | 'type' | 'id'>,
  state: ResourceState,
): DirectoryResource | undefined {
  const { resource, created, lastModified, version } = state;
  if (!resource || state.jobId !== jobId || state.resourceType !== type.name) return undefined;
  return { id, type, resource, created, lastModified, version };
}

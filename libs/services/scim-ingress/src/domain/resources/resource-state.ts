import type { DirectoryWrite } from '@waybill/contracts';
import type { Resource } from '@waybill/scim';

/** A directory resource as it is stored, and as its readers see it. */
export interface ResourceState {
  /** Null where there never was one. */
  readonly jobId: string | null;
  /** Name of its resource type. */
  readonly resourceType: string;
  /** Null where there is none any more. */
  readonly resource: Resource | null;
  /** The values that no other resource may have, as `path:value`. */
  readonly unique: readonly string[];
  /** ISO 8601. */
  readonly created: string;
  readonly lastModified: string;
  /** Grows with every effective write; the ETag. */
  readonly version: number;
}

export const nothing: ResourceState = {
  jobId: null,
  resourceType: '',
  resource: null,
  unique: [],
  created: '',
  lastModified: '',
  version: 0,
};

/** @param resourceType of a resource whose event does not name it */
export function evolve(state: ResourceState, { type, data }: DirectoryWrite, resourceType: string): ResourceState {
  const written = { ...state, lastModified: data.at, version: state.version + 1 };
  if (type === 'directory.members-changed') return written;
  if (!('resource' in data)) return { ...written, resource: null, unique: [] };
  const stored = { ...written, resource: data.resource as Resource, unique: data.unique };
  if (!('jobId' in data)) return stored;
  const named = 'resourceType' in data ? data.resourceType : resourceType;
  return { ...stored, jobId: data.jobId, resourceType: named, created: data.at };
}

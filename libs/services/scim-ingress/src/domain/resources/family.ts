/** How a kind of resource is called in streams and events. */
export type Family = 'user' | 'group' | 'resource';

/** Users and groups have events of their own; a job's own types share theirs. */
export const familyOf = (resourceType: string): Family =>
  resourceType === 'User' ? 'user' : resourceType === 'Group' ? 'group' : 'resource';

export const streamOf = (resourceType: string, id: string): string => `${familyOf(resourceType)}-${id}`;

import type { DirectoryWrite } from '@waybill/contracts';

/** What the provisioning log calls the subject of a directory event; its id where it has no name. */
export function displayNameOf({ data }: DirectoryWrite, subjectId: string): string {
  if (!('resource' in data)) return data.displayName;
  const { displayName, userName } = data.resource;
  return [displayName, userName].find((text) => typeof text === 'string') ?? subjectId;
}

import type { ResourceType } from './attribute';
import { groupType } from './group';
import { userType } from './user';

/** The types that every job has. */
export const builtInTypes: readonly ResourceType[] = [userType, groupType];

import directory from '../data/contoso-directory.json';
import type { Group } from './group';
import type { Person } from './person';

/** The people of the Contoso demo tenant; where they come from: README. */
export const contosoPeople: readonly Person[] = directory.users;

/** The groups of the Contoso demo tenant: one holds two of the others, and somebody who is not provisioned. */
export const contosoGroups: readonly Group[] = directory.groups;

/** The roles that the application offers. */
export const contosoRoles = directory.appRoles;

import directory from '../data/contoso-directory.json';
import type { Person } from './person';

/** The people of the Contoso demo tenant; where they come from: README. */
export const contosoPeople: readonly Person[] = directory.users;

/** The roles that the application offers. */
export const contosoRoles = directory.appRoles;

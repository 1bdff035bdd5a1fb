import type { OwnAttribute } from '../source';

/** Whose attributes a filter asks for. */
export interface FilterOptions {
  readonly object: 'User' | 'Group';
  /** The attributes that the job adds to those of Azure AD. */
  readonly own: readonly OwnAttribute[];
}

import type { SamanageUser } from '../../domain/account/account-members';
import { sameValue } from '../../domain/values';
import { SamanageFailure } from './samanage-failure';

/** What Samanage can be asked for users by: the filter of that name, and what makes a row of its answer exact. */
const exactly = {
  email: (wanted: string, { email }: SamanageUser) => sameValue('email', wanted, String(email)),
  name: (wanted: string, { name }: SamanageUser) => wanted === String(name).trim(),
} as const;

export type MatchingAttribute = keyof typeof exactly;

/** By what an account is looked for. */
export interface Match {
  readonly attribute: MatchingAttribute;
  readonly value: string;
}

/** @throws SamanageFailure `SchemaAttributeNotFound` for an attribute that Samanage cannot be asked by */
export function matchingAttribute(name: string): MatchingAttribute {
  if (Object.hasOwn(exactly, name)) return name as MatchingAttribute;
  throw new SamanageFailure('refused', 'SchemaAttributeNotFound', `Samanage cannot be asked for accounts by ${name}`);
}

/** The value that is asked for. */
export const askedFor = ({ value }: Match): string => value.trim();

/** Samanage's own filters match more than what is equal (samanage-api.md §2.6, §8.1): whether a row is exact. */
export const isExact = (match: Match, user: SamanageUser): boolean => exactly[match.attribute](askedFor(match), user);

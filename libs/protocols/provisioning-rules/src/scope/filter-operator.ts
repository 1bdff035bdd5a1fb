import type { ValueType } from '../expression/function-definition';
import type { Preparation } from './value-tests';

/** An operator of scoping filters in the shape of Graph's `filterOperatorSchema` (entra-provisioning.md §5.4). */
interface Described {
  /** Graph's `operatorName`. */
  readonly name: string;
  readonly arity: 'Unary' | 'Binary';
  /** Whether all values of an attribute must be as asked, or any. */
  readonly multivaluedComparisonType: 'All' | 'Any';
  readonly supportedAttributeTypes: readonly (ValueType | 'Binary')[];
  /** For the documentation: when it holds. */
  readonly meaning: string;
  /** Not in Azure AD. */
  readonly extension?: true;
}

/** What an operator asks of an attribute's values; never true of an attribute that has none. */
export interface ValueOperator extends Described {
  readonly kind: 'value';
  /** Holds where the test fails for every value, instead of where it succeeds for any. */
  readonly negated: boolean;
  /** Made ready for a filter's value; for a unary operator there is none. */
  readonly prepare: (operand: string) => Preparation;
  /** What follows a value that passes the test, and one that does not. */
  readonly words: readonly [passes: string, fails: string];
  /** What a value must be so that it can pass at all. */
  readonly expects?: { readonly what: string; readonly isMet: (text: string) => boolean };
}

/** Whether there is a value. */
interface PresenceOperator extends Described {
  readonly kind: 'presence';
  readonly present: boolean;
}

/** Whether somebody is a direct member of a group, whatever attribute is named. */
export interface MembershipOperator extends Described {
  readonly kind: 'membership';
  readonly negated: boolean;
}

export type FilterOperator = ValueOperator | PresenceOperator | MembershipOperator;

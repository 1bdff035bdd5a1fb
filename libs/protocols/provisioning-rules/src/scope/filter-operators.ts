import type { FilterOperator } from './filter-operator';
import {
  date,
  endsWith,
  equal,
  includes,
  isDate,
  isWholeNumber,
  isWithin,
  isWord,
  matches,
  wholeNumber,
} from './value-tests';

const any = { kind: 'value', negated: false, multivaluedComparisonType: 'Any' } as const;
const none = { kind: 'value', negated: true, multivaluedComparisonType: 'All' } as const;
const binary = { arity: 'Binary' } as const;
const unary = { arity: 'Unary' } as const;

const texts = ['String', 'Integer', 'Reference'] as const;
const everyType = ['Integer', 'String', 'Binary', 'Boolean', 'DateTime', 'Reference', 'Complex'] as const;

const equality = {
  ...binary,
  supportedAttributeTypes: texts,
  prepare: equal,
  words: ['equals', 'does not equal'],
} as const;
const pattern = {
  ...binary,
  supportedAttributeTypes: ['String', 'Integer'],
  prepare: matches,
  words: ['matches', 'does not match'],
} as const;
const truth = { ...any, ...unary, supportedAttributeTypes: ['Boolean'] } as const;
const number = {
  ...any,
  ...binary,
  supportedAttributeTypes: ['Integer', 'String'],
  expects: { what: 'a whole number', isMet: isWholeNumber },
} as const;
const text = { ...binary, supportedAttributeTypes: ['String'] } as const;
const within = { ...text, prepare: isWithin, words: ['is contained in', 'is not contained in'] } as const;
const instant = {
  ...any,
  ...binary,
  supportedAttributeTypes: ['DateTime', 'String'],
  expects: { what: 'a date', isMet: isDate },
  extension: true,
} as const;
const presence = {
  ...unary,
  kind: 'presence',
  multivaluedComparisonType: 'All',
  supportedAttributeTypes: everyType,
} as const;
const membership = {
  ...binary,
  kind: 'membership',
  supportedAttributeTypes: everyType,
  extension: true,
} as const;

/**
 * The operators of scoping filters (entra-provisioning.md §5.2). Of several values one suffices, and a negated operator
 * must hold of all. Where an attribute is null or empty none holds but `IS NULL` (§5.3).
 */
export const filterOperators: readonly FilterOperator[] = [
  { ...any, ...equality, name: 'EQUALS', meaning: 'Is exactly the value; case counts.' },
  { ...none, ...equality, name: 'NOT EQUALS', meaning: 'Is another than the value; case counts.' },
  { ...truth, name: 'IS TRUE', prepare: isWord('true'), words: ['is true', 'is not true'], meaning: 'Is True.' },
  { ...truth, name: 'IS FALSE', prepare: isWord('false'), words: ['is false', 'is not false'], meaning: 'Is False.' },
  { ...presence, name: 'IS NULL', present: false, meaning: 'Is absent or empty.' },
  { ...presence, name: 'IS NOT NULL', present: true, meaning: 'Is there and not empty.' },
  {
    ...any,
    ...pattern,
    name: 'REGEX MATCH',
    meaning:
      'The regular expression is found in it; case counts. Write ^ and $ around it where it must be all of it. There are no lookarounds and backreferences.',
  },
  {
    ...none,
    ...pattern,
    name: 'NOT REGEX MATCH',
    meaning: 'The regular expression is not found in it; case counts.',
  },
  {
    ...number,
    name: 'Greater_Than',
    prepare: wholeNumber((order) => order > 0),
    words: ['is greater than', 'is not greater than'],
    meaning: 'Is more than the value; both are whole numbers from 0.',
  },
  {
    ...number,
    name: 'Greater_Than_OR_EQUALS',
    prepare: wholeNumber((order) => order >= 0),
    words: ['is at least', 'is less than'],
    meaning: 'Is the value or more; both are whole numbers from 0.',
  },
  {
    ...any,
    ...text,
    name: 'Includes',
    prepare: includes,
    words: ['includes', 'does not include'],
    meaning: 'The value is part of it; case counts.',
  },
  {
    ...any,
    ...text,
    name: 'ENDS_WITH',
    prepare: endsWith,
    words: ['ends with', 'does not end with'],
    meaning: 'Ends with the value; case counts.',
  },
  { ...any, ...within, name: '&', meaning: 'It is part of the value: the reverse of Includes; case counts.' },
  { ...none, ...within, name: '!&', meaning: 'It is no part of the value; case counts.' },
  {
    ...membership,
    name: 'IsMemberOf',
    negated: false,
    multivaluedComparisonType: 'Any',
    meaning: 'A direct member of the group with this directory id; the attribute, e.g. objectId, does not matter.',
  },
  {
    ...membership,
    name: 'NOT IsMemberOf',
    negated: true,
    multivaluedComparisonType: 'All',
    meaning: 'No direct member of the group with this directory id, and be it that he is a member of none.',
  },
  {
    ...instant,
    name: 'DATE BEFORE',
    prepare: date((difference) => difference < 0),
    words: ['is before', 'is not before'],
    meaning: 'Is before the value: an ISO 8601 date, in UTC unless it says otherwise, or now, now+14d, now-30d.',
  },
  {
    ...instant,
    name: 'DATE AFTER',
    prepare: date((difference) => difference > 0),
    words: ['is after', 'is not after'],
    meaning: 'Is after the value: an ISO 8601 date, in UTC unless it says otherwise, or now, now+14d, now-30d.',
  },
];

/** Names are written with blanks or underscores and in any case: Azure AD's own pages differ. */
const folded = (name: string): string => name.replace(/[\s_]+/g, '').toLowerCase();

const byFoldedName = new Map(filterOperators.map((operator) => [folded(operator.name), operator]));

/** The operator of a name, however it is written, e.g. `GREATER THAN` for `Greater_Than`. */
export const findOperator = (name: string): FilterOperator | undefined => byFoldedName.get(folded(name));

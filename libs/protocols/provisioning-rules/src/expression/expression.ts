/** Where a part of an expression begins, counted in UTF-16 units from 0. */
interface Placed {
  readonly position: number;
}

export interface Constant extends Placed {
  readonly kind: 'constant';
  readonly value: string | number;
}

export interface AttributeReference extends Placed {
  readonly kind: 'attribute';
  /** As it stands between the brackets. */
  readonly name: string;
}

/** One of the language's words: a way of comparing, an encoding, or a signal. */
export interface Keyword extends Placed {
  readonly kind: 'keyword';
  readonly name: KeywordName;
}

export const keywords = [
  'vbTextCompare',
  'vbBinaryCompare',
  'IgnoreAttributeFlow',
  'IgnoreObjectFlow',
  'Unicode',
  'ASCII',
  'UTF8',
] as const;

export type KeywordName = (typeof keywords)[number];

export interface Call extends Placed {
  readonly kind: 'call';
  readonly name: string;
  /** In their order; undefined where one was left out. */
  readonly arguments: readonly (Expression | undefined)[];
}

export const comparisonOperators = ['=', '<>', '>', '>=', '<', '<='] as const;

export type ComparisonOperator = (typeof comparisonOperators)[number];

export interface Comparison extends Placed {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** An expression as it was written (entra-provisioning.md §4.1). */
export type Expression = Constant | AttributeReference | Keyword | Call | Comparison;

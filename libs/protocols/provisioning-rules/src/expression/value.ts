/**
 * What an expression works with. Booleans are the texts `True` and `False`, dates are texts, and numbers too large to be
 * held exactly (FILETIME) are texts of digits: the language takes a number where a text is wanted and the other way
 * round (entra-provisioning.md §4.1). `null` is an attribute that is absent.
 */
export type Value = null | string | number | ComplexValue | readonly Value[];

/** One element of a complex attribute, e.g. an app role as `{ id, value, displayName }`. */
export interface ComplexValue {
  readonly [member: string]: unknown;
}

/** Tells not to write an attribute, or not to process the person at all, instead of a value. */
export class FlowSignal {
  private constructor(readonly name: 'IgnoreAttributeFlow' | 'IgnoreObjectFlow') {}

  static readonly ignoreAttribute = new FlowSignal('IgnoreAttributeFlow');
  static readonly ignoreObject = new FlowSignal('IgnoreObjectFlow');
}

/** What an expression comes to. */
export type Result = Value | FlowSignal;

import type { Value } from '../expression/value';
import type { SourceAttributeDefinition } from './source-attribute-definition';
import type { Subject } from './subject';

/** An attribute that every job knows. */
export interface BuiltInAttribute extends SourceAttributeDefinition {
  /** Refuses what stands at its place and is something else. */
  readonly accepts?: (text: string) => boolean;
  /** Where it comes from something else than its place alone. */
  readonly computed?: (subject: Subject) => Value;
  /** Whether SCIM does not tell it of this subject. */
  readonly isUnknown?: (subject: Subject) => boolean;
}

/** What an attribute is beside a text with a single value at one place. */
type Details = Omit<BuiltInAttribute, 'name' | 'readFrom' | 'type'> & { readonly type?: BuiltInAttribute['type'] };

/** An attribute with the SCIM paths it is read from; a text unless told otherwise. */
export const attribute = (
  name: string,
  readFrom: readonly string[],
  { type = 'String', ...details }: Details = {},
): BuiltInAttribute => ({ name, type, readFrom, ...details });

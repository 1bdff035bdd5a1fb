import type { ValueType } from '../expression/function-definition';

/** An attribute of Azure AD's as people write it in expressions and scoping filters, and where SCIM carries it. */
export interface SourceAttributeDefinition {
  /** Case counts, as in Azure AD. */
  readonly name: string;
  readonly type: ValueType;
  readonly multivalued?: true;
  /** SCIM paths, of which the first that has a value is read. */
  readonly readFrom: readonly string[];
  /** What an admin should know, e.g. that SCIM cannot tell three things apart. */
  readonly remark?: string;
}

import { DomainError } from '@waybill/decider';
import type { Attribute, Schema } from '@waybill/scim';

/** What decides how stored values are read and compared; it stays as it was. */
const lasting = ['type', 'multiValued', 'caseExact', 'uniqueness'] as const;

/**
 * Lets a schema grow: values are stored under it. Attributes may be added, and described or required otherwise; none
 * may go, or become of another kind.
 *
 * @throws DomainError `conflict` that names the attribute
 */
export function assertCompatible(before: Schema, after: Schema): void {
  compare(before.attributes, after.attributes, '');
}

function compare(before: readonly Attribute[], after: readonly Attribute[], prefix: string): void {
  for (const was of before) {
    const is = after.find(({ name }) => name === was.name);
    if (!is) throw conflict(`"${prefix}${was.name}" is in use, and cannot be taken away.`);
    const differing = lasting.find((member) => was[member] !== is[member]);
    if (differing) throw conflict(`"${prefix}${was.name}" is in use, and its ${differing} cannot change.`);
    compare(was.subAttributes, is.subAttributes, `${was.name}.`);
  }
}

const conflict = (message: string) => new DomainError('conflict', 'scim-ingress.schema-in-use', message);

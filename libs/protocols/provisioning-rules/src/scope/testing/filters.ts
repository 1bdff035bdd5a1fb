import type { Subject } from '../../source';
import type { FilterOptions } from '../filter-options';
import type { FilterClause, FilterGroup, ScopingFilter } from '../scope';

const extension = 'urn:ietf:params:scim:schemas:extension:waybill:2.0:User';

const ownAttribute = (name: string, type: 'String' | 'Integer' | 'Boolean' | 'DateTime', multivalued = false) => ({
  name,
  type,
  multivalued,
  metadata: [{ key: 'ScimPath', value: `${extension}:${name}` }],
});

/** A job that has an attribute of each type. */
export const options: FilterOptions = {
  object: 'User',
  own: [
    ownAttribute('text', 'String'),
    ownAttribute('texts', 'String', true),
    ownAttribute('count', 'Integer'),
    ownAttribute('flag', 'Boolean'),
    ownAttribute('day', 'DateTime'),
  ],
};

export const now = '2026-03-10T12:00:00Z';
export const group = '0d7c6f5e-1111-4222-8333-444455556666';
export const otherGroup = '0d7c6f5e-1111-4222-8333-444455557777';

/** Somebody with these values of the job's own attributes. */
export const somebody = (values: object, others: Partial<Subject> = {}): Subject => ({
  resource: { active: true, userName: 'Adele@contoso.com', [extension]: values },
  memberOf: [],
  entitled: true,
  ...others,
});

export const clause = (
  sourceOperandName: string,
  operatorName: string,
  ...values: readonly string[]
): FilterClause => ({ sourceOperandName, operatorName, targetOperand: { values } });

export const groupOf = (...clauses: readonly FilterClause[]): FilterGroup => ({ name: 'title', clauses });

/** A filter with one group of these clauses. */
export const filterOf = (...clauses: readonly FilterClause[]): ScopingFilter => ({
  groups: [groupOf(...clauses)],
  inputFilterGroups: [],
  categoryFilterGroups: [],
});

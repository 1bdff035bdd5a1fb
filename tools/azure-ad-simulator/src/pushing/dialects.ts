import type { MemberChange } from './member-changes';
import { type Change, enterprise } from './scim-attributes';

/** The two forms in which Azure AD sends a PATCH (scim.md §1.4); `mixed` is what one tenant can send. */
export type Dialect = 'old' | 'compliant' | 'mixed';

const patchMessage = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const capitalised = (value: unknown): unknown => (typeof value === 'boolean' ? (value ? 'True' : 'False') : value);

const references = (ids: readonly string[]) => ids.map((value) => ({ $ref: null, value }));

interface Form {
  readonly attributes: (changes: readonly Change[]) => object[];
  readonly add: (ids: readonly string[]) => object[];
  readonly remove: (ids: readonly string[]) => object[];
}

/** One operation a path, in capitals, with booleans as texts. */
const old: Form = {
  attributes: (changes) =>
    changes.map(({ path, value }) => ({
      op: value === null ? 'Remove' : 'Replace',
      path,
      ...(value === null ? {} : { value: capitalised(value) }),
    })),
  add: (ids) => [{ op: 'Add', path: 'members', value: references(ids) }],
  remove: (ids) => [{ op: 'Remove', path: 'members', value: references(ids) }],
};

/** What has a value is merged into one operation without a path; a member is removed by a path that selects him. */
const compliant: Form = {
  attributes: (changes) => {
    const assigned = changes.filter(({ value }) => value !== null);
    const removed = changes.filter(({ value }) => value === null);
    return [
      ...(assigned.length > 0
        ? [{ op: 'replace', value: Object.fromEntries(assigned.map(({ path, value }) => [path, value])) }]
        : []),
      ...removed.map(({ path }) => ({ op: 'remove', path })),
    ];
  },
  add: (ids) => [{ op: 'add', path: 'members', value: references(ids) }],
  remove: (ids) => ids.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` })),
};

/** Writes the bodies of PATCH requests; with a mixed tenant the two forms take turns. */
export class PatchBodies {
  private turns = 0;

  constructor(private readonly dialect: Dialect) {}

  attributes(changes: readonly Change[]): object {
    return patch(this.form().attributes(changes));
  }

  members({ operation, ids }: MemberChange): object {
    const form = this.form();
    return patch(operation === 'members-add' ? form.add(ids) : form.remove(ids));
  }

  /** @param id SCIM id of the manager */
  manager(id: string): object {
    const op = this.dialect === 'compliant' ? 'add' : 'Add';
    return patch([{ op, path: `${enterprise}:manager`, value: id }]);
  }

  private form(): Form {
    if (this.dialect !== 'mixed') return this.dialect === 'old' ? old : compliant;
    this.turns += 1;
    return this.turns % 2 === 0 ? old : compliant;
  }
}

const patch = (operations: readonly object[]) => ({ schemas: [patchMessage], Operations: operations });

import type { Change } from './scim-attributes';

/** The two forms in which Azure AD sends a PATCH (scim.md §1.4); `mixed` is what one tenant can send. */
export type Dialect = 'old' | 'compliant' | 'mixed';

export const patchMessage = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const capitalised = (value: unknown): unknown => (typeof value === 'boolean' ? (value ? 'True' : 'False') : value);

/** One operation a path, in capitals, with booleans as texts. */
const old = (changes: readonly Change[]): object[] =>
  changes.map(({ path, value }) => ({
    op: value === null ? 'Remove' : 'Replace',
    path,
    ...(value === null ? {} : { value: capitalised(value) }),
  }));

/** What has a value is merged into one operation without a path. */
function compliant(changes: readonly Change[]): object[] {
  const assigned = changes.filter(({ value }) => value !== null);
  const removed = changes.filter(({ value }) => value === null);
  return [
    ...(assigned.length > 0
      ? [{ op: 'replace', value: Object.fromEntries(assigned.map(({ path, value }) => [path, value])) }]
      : []),
    ...removed.map(({ path }) => ({ op: 'remove', path })),
  ];
}

/** @param turn counts requests, so that a mixed tenant takes turns */
export function patchBody(dialect: Dialect, changes: readonly Change[], turn: number): object {
  const isOld = dialect === 'old' || (dialect === 'mixed' && turn % 2 === 0);
  return { schemas: [patchMessage], Operations: isOld ? old(changes) : compliant(changes) };
}

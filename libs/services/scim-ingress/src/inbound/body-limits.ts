import { badRequest, mostMembers, ScimError } from '@waybill/scim';

/** What Azure AD sends has five levels and some sixty values; a group may come with 50,000 members. */
const deepest = 20;
const mostValues = 5 * mostMembers;

/**
 * Refuses a body that would take long to read, before anything looks at what it says.
 *
 * @throws ScimError `invalidSyntax` for one that is nested too deeply, 413 for one that has too many values
 */
export function assertReadable(body: unknown): void {
  let values = 0;
  const visit = (value: unknown, depth: number): void => {
    values += 1;
    if (values > mostValues) throw new ScimError(413, undefined, `A body may have ${mostValues} values.`);
    if (typeof value !== 'object' || value === null) return;
    if (depth > deepest) throw badRequest('invalidSyntax', `A body may be ${deepest} levels deep.`);
    for (const member of Object.values(value)) visit(member, depth + 1);
  };
  visit(body, 1);
}

import type { RolesImported } from '@waybill/contracts';
import { textIn } from '../../domain/values';
import type { Calls } from '../api/calls';
import { pagesOf, recordIn } from '../api/records';
import { goneIsUndefined } from '../api/samanage-failure';
import type { KnownTenant } from './known-tenant';

export type Role = RolesImported['data']['roles'][number];

/** A role that is missed is not looked for more often than this. */
const missMilliseconds = 60_000;

/** What a writer knows of the Samanage account as a whole; asked for once, and again where something is missed. */
export class TenantKnowledge implements KnownTenant {
  private owner: Promise<number | null> | undefined;
  private roleNames: ReadonlySet<string>;
  private rolesReadAt = 0;

  constructor(
    private readonly calls: Pick<Calls, 'read'>,
    roles: readonly string[],
  ) {
    this.roleNames = new Set(roles);
  }

  /** @throws SamanageFailure when it has to be asked for, and the call does not succeed */
  async isOwner(userId: number): Promise<boolean> {
    this.owner ??= this.readOwner();
    return userId === (await this.owner);
  }

  /**
   * Finds out whose token we use, also where that was known.
   *
   * @throws SamanageFailure when the call does not succeed
   */
  async meetOwner(): Promise<void> {
    await (this.owner = this.readOwner());
  }

  /**
   * Reads all roles (samanage-api.md §4).
   *
   * @throws SamanageFailure when a call does not succeed
   */
  async readRoles(): Promise<Role[]> {
    const roles: Role[] = [];
    for await (const { records } of pagesOf(this.calls, 'role')) {
      for (const { id, name, description, portal } of records) {
        roles.push({ id, name: textIn(name) ?? '', roleDescription: textIn(description), portal: portal === true });
      }
    }
    this.roleNames = new Set(roles.map(({ name }) => name));
    this.rolesReadAt = Date.now();
    return roles;
  }

  async hasRole(name: string): Promise<boolean> {
    if (this.roleNames.has(name)) return true;
    if (Date.now() - this.rolesReadAt > missMilliseconds) await this.readRoles();
    return this.roleNames.has(name);
  }

  /** Samanage does not tell everywhere (samanage-api.md §1.2). */
  private async readOwner(): Promise<number | null> {
    try {
      const profile = await this.calls.read('/profile.json').catch(goneIsUndefined);
      return profile ? recordIn(profile, 'user').id : null;
    } catch (error) {
      this.owner = undefined;
      throw error;
    }
  }
}

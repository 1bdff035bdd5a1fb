/** A user or group that a walk through the Samanage account found. */
export interface TenantEntry {
  readonly samanageId: number;
  /** In lower case; null of a group. */
  readonly email: string | null;
  readonly name: string;
  readonly disabled: boolean;
}

/** By what an account or group is looked for: an attribute and its value. */
export interface Match {
  readonly attribute: string;
  readonly value: string;
}

/** How an attribute is compared, at Samanage as here: an e-mail address in any case, a name in its own (samanage-api.md §2.6). */
export const comparable = ({ attribute, value }: Match): string =>
  attribute === 'email' ? value.trim().toLowerCase() : value.trim();

/** Those of a Samanage account's users, or of its groups, that some matches could mean; all of them were asked for. */
export class KnownTenant {
  constructor(private readonly entries: readonly TenantEntry[]) {}

  /** Everybody whose attribute has this value. */
  found(match: Match): readonly TenantEntry[] {
    const wanted = comparable(match);
    return this.entries.filter((entry) => (match.attribute === 'email' ? entry.email : entry.name) === wanted);
  }
}

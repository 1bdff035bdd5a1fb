/** What can be wanted of an account, in Samanage's member names (samanage-api.md §2.2). */
export interface Account {
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly title?: string | null;
  readonly phone?: string | null;
  readonly mobile_phone?: string | null;
  readonly department?: string | null;
  readonly site?: string | null;
  /** The manager as a directory id. */
  readonly reports_to?: string | null;
}

interface AccountMember {
  /** No account can be without it. */
  readonly required?: true;
  /** Samanage can be asked for accounts by it, so that it can serve as matching attribute (samanage-api.md §2.6). */
  readonly filterable?: true;
  /** What the member can hold, where not every text will do. */
  readonly accepts?: (text: string) => boolean;
}

/** The members that rules may write. */
export const accountMembers: Readonly<Record<keyof Account, AccountMember>> = {
  email: { required: true, filterable: true, accepts: isMailbox },
  name: { required: true, filterable: true },
  role: { required: true },
  title: {},
  phone: {},
  mobile_phone: {},
  department: {},
  site: {},
  reports_to: {},
};

/**
 * Whether mail can be sent to a text. A user principal name mostly says where, but not for a guest: Azure AD spells
 * the guest `brian@fabrikam.com` as `brian_fabrikam.com#EXT#@contoso.onmicrosoft.com`, which is nobody's mailbox.
 */
export function isMailbox(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text) && !/#EXT#@/i.test(text);
}

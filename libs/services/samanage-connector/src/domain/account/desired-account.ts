import type { DesiredValues } from '@waybill/contracts';
import type { AccountValues } from './account-members';

/** The address that an account is made under; by it a create is found whose answer was lost. */
export const addressOf = ({ values, onCreation, ifEmpty }: DesiredValues): string | undefined =>
  values.email ?? onCreation.email ?? ifEmpty.email;

/** The directory ids that an account may refer to. */
export const referencesOf = ({ values, onCreation, ifEmpty }: DesiredValues): string[] =>
  [values, onCreation, ifEmpty].flatMap(({ reports_to: userId }) => userId ?? []);

/** What is written to make an account, its manager as a directory id. Nothing is not written: it is empty anyway. */
export function valuesOnCreation({ values, onCreation, ifEmpty }: DesiredValues): AccountValues {
  const said = Object.entries(values).filter(([, value]) => value !== null);
  return { ...ifEmpty, ...onCreation, ...Object.fromEntries(said), disabled: 'false' };
}

/**
 * What an account that exists should be, its manager as a directory id.
 *
 * @param account null where only the presence matters
 * @param manager the one who is still missing since the account was made; written where it has none yet
 */
export function valuesOnUpdate(
  account: DesiredValues | null,
  actual: AccountValues,
  { disabled, manager }: { readonly disabled: boolean; readonly manager: string | null },
): AccountValues {
  const whereEmpty: AccountValues = { ...account?.ifEmpty, ...(manager && { reports_to: manager }) };
  const empty = Object.entries(whereEmpty).filter(([member]) => !actual[member]);
  return { ...Object.fromEntries(empty), ...account?.values, disabled: String(disabled) };
}

/** The manager who is written on creation alone. */
export const managerOnCreation = (account: DesiredValues | null): string | null =>
  account?.onCreation.reports_to ?? null;

/**
 * The same values, their manager named by the e-mail address of his account.
 *
 * @param email null for nobody, undefined where nothing can be said: then nothing is
 */
export function withManager(
  { reports_to: _, ...values }: AccountValues,
  email: string | null | undefined,
): AccountValues {
  return email === undefined ? values : { ...values, reports_to: email };
}

/** Those of the values that go with each update, whether they differ or not. */
export function alwaysSent(account: DesiredValues | null, desired: AccountValues): AccountValues {
  const always = Object.entries(desired).filter(([member]) => account?.alwaysSent.includes(member));
  return Object.fromEntries(always);
}

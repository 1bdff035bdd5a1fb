import { DomainError } from '@waybill/decider';
import { parseRequest, Secret } from '@waybill/runtime';
import { z } from 'zod';
import type { JobSettings, KeptCredentials } from '../domain/job-state';
import { graphSecretKeys } from './secret-keys';

/** What a secret is shown as; whoever sends it back means the one that is kept. */
const masked = '*';

/** A set of secrets and settings as Graph writes it (entra-provisioning.md §9.2); what is undefined is not said. */
export interface SecretSet {
  readonly baseAddress: string | undefined;
  readonly token: Secret | undefined;
  /** `user:password` of Basic authentication. */
  readonly basic: Secret | undefined;
  readonly settings: JobSettings;
}

export const secretPairs = z.array(z.object({ key: z.string(), value: z.string().nullish() })).max(100);

/** A token as it is entered: it goes into a header as it is (samanage-api.md §1.3). */
export const hiddenToken = z
  .string()
  .max(8_192)
  .regex(/^[\x21-\x7e]+$/, 'it takes letters, digits and signs without a space')
  .transform((value) => new Secret(value));
const truth = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false']))
  .transform((value) => value === 'true');
const set = z.object({
  BaseAddress: z.string().max(2_000).optional(),
  SecretToken: hiddenToken.optional(),
  UserName: z
    .string()
    .max(320)
    .regex(/^[^:\p{Cc}]+$/u, 'it takes the e-mail address of a user')
    .optional(),
  Password: z
    .string()
    .max(1_000)
    .regex(/^\P{Cc}+$/u, 'it takes a password')
    .optional(),
  SyncAll: truth.optional(),
  SkipOutOfScopeDeletions: truth.optional(),
  SyncNotificationSettings: z.string().max(20_000).optional(),
});
const notificationSettings = z.object({
  Enabled: z.boolean(),
  Recipients: z.string().nullish(),
  DeleteThresholdEnabled: z.boolean().nullish(),
  DeleteThresholdValue: z.int().min(0).max(10_000_000).nullish(),
});
const recipients = z.array(z.email()).max(50);

/**
 * Reads the pairs of a set; empty values are not said, and those that are shown as `*` mean what is kept.
 *
 * @throws DomainError `invalid` for keys that Graph does not know, keys that come twice, and values that do not fit
 */
export function readSecretSet(pairs: z.infer<typeof secretPairs>): SecretSet {
  assertKeys(pairs.map(({ key }) => key));
  const said = pairs.filter(({ value }) => value && value !== masked).map(({ key, value }) => [key, value] as const);
  const read = parseRequest(set, Object.fromEntries(said));
  const { BaseAddress: baseAddress, SecretToken: token, UserName: user, Password: password } = read;
  if ((user === undefined) !== (password === undefined)) throw invalid('UserName and Password go together.');
  const { SyncAll: syncAll = null, SkipOutOfScopeDeletions: skipOutOfScopeDeletions = null } = read;
  const notification = notificationIn(read.SyncNotificationSettings);
  const basic = user === undefined ? undefined : new Secret(`${user}:${password}`);
  return { baseAddress, token, basic, settings: { syncAll, skipOutOfScopeDeletions, notification } };
}

function assertKeys(keys: readonly string[]): void {
  const unknown = keys.filter((key) => !graphSecretKeys.has(key));
  if (unknown.length > 0) throw invalid(`There is no such key: ${unknown.join(', ')}.`);
  const twice = keys.filter((key, index) => keys.indexOf(key) !== index);
  if (twice.length > 0) throw invalid(`A key comes once: ${twice.join(', ')}.`);
}

/** The settings of notification mails are JSON inside a text (entra-provisioning.md §7.5). */
function notificationIn(text: string | undefined): JobSettings['notification'] {
  if (text === undefined) return null;
  const { Enabled: enabled, ...said } = parseRequest(notificationSettings, jsonIn(text));
  const addresses = (said.Recipients ?? '').split(/[,;]/).map((address) => address.trim());
  const named = parseRequest(recipients, addresses.filter(Boolean));
  if (enabled && named.length === 0) throw invalid('SyncNotificationSettings: Recipients names nobody to write to.');
  return {
    enabled,
    recipients: named,
    deleteThresholdEnabled: said.DeleteThresholdEnabled ?? null,
    deleteThresholdValue: said.DeleteThresholdValue ?? null,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid('SyncNotificationSettings: it takes a JSON object in a text.');
  }
}

const invalid = (message: string) => new DomainError('invalid', 'samanage-connector.secrets-invalid', message);

/** A job's set as it is shown: secrets as `*`. */
export function showSecretSet(
  used: Omit<KeptCredentials, 'credentialId'> | null,
  { syncAll, skipOutOfScopeDeletions, notification }: JobSettings,
): { key: string; value: string }[] {
  const values: Readonly<Record<string, string | null | undefined>> = {
    BaseAddress: used?.baseAddress,
    ...(used && (used.kind === 'token' ? { SecretToken: masked } : { UserName: masked, Password: masked })),
    SyncAll: syncAll?.toString(),
    SkipOutOfScopeDeletions: skipOutOfScopeDeletions?.toString(),
    SyncNotificationSettings: notification && JSON.stringify(shownNotification(notification)),
  };
  return Object.entries(values).flatMap(([key, value]) => (typeof value === 'string' ? [{ key, value }] : []));
}

const shownNotification = (settings: NonNullable<JobSettings['notification']>) => ({
  Enabled: settings.enabled,
  Recipients: settings.recipients.join(','),
  DeleteThresholdEnabled: settings.deleteThresholdEnabled,
  DeleteThresholdValue: settings.deleteThresholdValue,
});

import type { CredentialsChanged, JobSettingsSaved, QuarantineEntered } from '@waybill/contracts';
import { v7 as uuidv7 } from 'uuid';
import { jobId, type OtherServices } from './other-services';

/** A quarantine as the connector tells of it, unless the test says otherwise. */
export const quarantine: QuarantineEntered['data'] = {
  code: 'EncounteredQuarantineException',
  error: { code: 'Unauthorized', message: 'Samanage answered 401: HTTP Token: Access denied.' },
  request: { method: 'GET', path: '/users.json', status: 401, requestId: 'r-7' },
  currentBegan: '2026-01-31T12:00:00.000Z',
  seriesBegan: '2026-01-31T12:00:00.000Z',
  seriesCount: 0,
  nextAttempt: '2026-01-31T18:00:00.000Z',
};

export const lifted = {
  code: quarantine.code,
  seriesBegan: quarantine.seriesBegan,
  how: 'probe' as const,
  at: '2026-02-01T12:00:00.000Z',
};

export const credentials: CredentialsChanged['data'] = {
  slot: 'active',
  credentialId: '01a20d7b-0000-7333-918c-00000000000c',
  kind: 'token',
  baseAddress: 'https://api.samanage.com',
  how: 'standby-took-over',
  by: 'service:samanage-connector',
  at: '2026-01-31T12:00:00.000Z',
};

/** The settings of a job whose mails go to somebody, or to nobody. */
export const notifying = (recipients: readonly string[], enabled = true): JobSettingsSaved['data'] => ({
  syncAll: null,
  skipOutOfScopeDeletions: null,
  notification: {
    enabled,
    recipients: [...recipients],
    deleteThresholdEnabled: null,
    deleteThresholdValue: null,
  },
  by: 'admin:local',
  at: '2026-01-31T12:00:00.000Z',
});

/** Lets other services say what somebody should be written about. */
export const tellingOf = (others: OtherServices) => {
  const ofJob = (type: string, data: object) =>
    others.say('samanage-connector', `job-${jobId}`, `samanage.${type}`, data);
  return {
    enter: (more: object = {}) => ofJob('quarantine-entered', { ...quarantine, ...more }),
    lift: (more: object = {}) => ofJob('quarantine-lifted', { ...lifted, ...more }),
    takeOver: (more: object = {}) => ofJob('credentials-changed', { ...credentials, ...more }),
    save: (recipients: readonly string[], enabled = true) =>
      ofJob('job-settings-saved', notifying(recipients, enabled)),
    stage: () =>
      others
        .evaluateAgain()
        .say('change-staged', { action: 'disable', reason: '500 accounts were disabled within 24 h' }),
    allow: (at: string) =>
      others.say('mapping', `job-${jobId}`, 'job.deletions-allowed', { allowedBy: 'admin:local', at }),
    issue: (expiresAt: string | null, tokenId = uuidv7()) =>
      others.say('scim-ingress', `endpoint-${jobId}`, 'directory.token-issued', {
        tokenId,
        digest: 'd'.repeat(64),
        label: 'Azure AD',
        expiresAt,
      }),
    revoke: (tokenId: string) =>
      others.say('scim-ingress', `endpoint-${jobId}`, 'directory.token-revoked', { tokenId }),
  };
};

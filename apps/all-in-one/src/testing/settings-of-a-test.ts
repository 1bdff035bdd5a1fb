import { type AuditLogConfig, auditLogConfig } from '@waybill/audit-log';
import { loadConfig } from '@waybill/runtime';
import { type SamanageConnectorConfig, samanageConnectorConfig } from '@waybill/samanage-connector';

/** How a test's connector reaches its simulated Samanage: with short waits, and a key that saved credentials are under. */
export const samanageSettings = (baseUrl: string, token: string): SamanageConnectorConfig =>
  loadConfig(
    {
      SAMANAGE_URL: baseUrl,
      SAMANAGE_TOKEN: token,
      SAMANAGE_CREDENTIAL_KEYS: `test:${'A'.repeat(43)}`,
      SAMANAGE_ALLOW_PRIVATE_ADDRESSES: 'true',
      SAMANAGE_TIMEOUT_SECONDS: '5',
      SAMANAGE_GRACE_SECONDS: '0',
      QUARANTINE_OUTAGE_PROBES: '0.01',
    },
    samanageConnectorConfig,
  );

/** Nobody is written to, unless a test says whom and how. */
export const auditLogSettings = (environment: Readonly<Record<string, string>> = {}): AuditLogConfig =>
  loadConfig(environment, auditLogConfig);

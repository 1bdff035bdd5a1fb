import type { Running, SchemaDefinition } from '@waybill/event-log';
import type { ServiceDefinition, ServiceResources } from '@waybill/service-host';
import type { AuditLogConfig } from './audit-log.config';
import { noticeTime } from './inbound/notice-time';
import { recordedServices, recordEverything } from './inbound/record-everything';
import { sendMails } from './outbound/send-mails';
import { SmtpMailer } from './outbound/smtp-mailer';
import { changes, changesMigration } from './read-models/changes/changes';
import { jobs, jobsMigration } from './read-models/jobs/jobs';
import type { Post } from './read-models/mails/keep-mails';
import { mailsMigration } from './read-models/mails/mail-tables';
import { mails } from './read-models/mails/mails';
import { noticeExpiry, noticeSilence } from './read-models/mails/notice-time';
import { provisioningLog, provisioningLogMigration } from './read-models/provisioning-log/provisioning-log';
import { talliesMigration } from './read-models/tallies/tallies';

const schema = 'audit_log';

/** What the audit log keeps. */
export const auditLogSchema: SchemaDefinition = {
  schema,
  migrations: [
    changesMigration(schema),
    jobsMigration(schema),
    provisioningLogMigration(schema),
    talliesMigration(schema),
    mailsMigration(schema),
  ],
};

/** The service that records every event of the others, answers for them, and writes to whoever should know. */
export function auditLogService(config: AuditLogConfig): ServiceDefinition {
  const post = { publicUrl: config.publicUrl ?? null, recipients: config.recipients };
  return {
    name: 'audit-log',
    ...auditLogSchema,
    deciders: {},
    inline: [],
    projections: [changes, jobs, provisioningLog, mails(post)],
    sources: recordedServices,
    reactions: () => [recordEverything],
    runners: (resources) => notifications(config, post, resources),
  };
}

function notifications(config: AuditLogConfig, post: Post, { pool, onError }: ServiceResources): Running[] {
  const { smtpUrl, smtpFrom, silenceHours } = config;
  const mailer = smtpUrl && smtpFrom ? new SmtpMailer(smtpUrl.reveal(), smtpFrom) : undefined;
  return [
    noticeTime({
      pool,
      notice: [
        (tx) => noticeExpiry(tx, post),
        ...(silenceHours > 0
          ? [(tx: Parameters<typeof noticeSilence>[0]) => noticeSilence(tx, silenceHours, post)]
          : []),
      ],
      onError: (error) => onError('notice time', error),
    }),
    sendMails({ pool, mailer, onError: (error) => onError('mails', error) }),
  ];
}

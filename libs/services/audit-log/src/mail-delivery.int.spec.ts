import { eventually } from '@waybill/testing';
import { Client } from 'pg';
import { type AuditLog, startAuditLog } from './testing/audit-log-fixture';
import { MailReceiver } from './testing/mail-receiver';
import { quarantine, tellingOf } from './testing/notice-events';
import { jobId, OtherServices, servicePrincipalId } from './testing/other-services';

const path = `/v1.0/waybill/jobs/${jobId}/notifications`;
const recipients = 'platform@contoso.com';
const variables = (receiver: MailReceiver, url = receiver.url()) => ({
  SMTP_URL: url,
  SMTP_FROM: 'waybill@contoso.com',
  NOTIFICATION_RECIPIENTS: recipients,
});

describe('a notification mail', () => {
  let auditLog: AuditLog;
  let others: OtherServices;
  let receiver: MailReceiver;

  beforeEach(async () => {
    receiver = await new MailReceiver().start();
    others = new OtherServices(Date.now());
    others.createJob();
  });
  afterEach(async () => {
    expect(auditLog.errors).toEqual([]);
    await auditLog.stop();
    await receiver.stop();
  });

  const deliverAll = () => auditLog.deliver(...others.said);
  const mail = async () => (await auditLog.get(path)).body.value[0];
  const until = async (wanted: object) => {
    await eventually(async () => {
      const found = await mail();
      return Object.entries(wanted).every(([name, value]) => found?.[name] === value);
    });
    return mail();
  };
  const hurry = () => auditLog.pool.query(`UPDATE mail_v1 SET due_at = now() WHERE due_at IS NOT NULL`);
  const secondsUntil = (time: string) => (Date.parse(time) - Date.now()) / 1_000;

  it('is tried again after growing waits while the server is down, and then sent', async () => {
    await receiver.stop();
    auditLog = await startAuditLog(variables(receiver));
    tellingOf(others).enter();
    await deliverAll();
    const waits: number[] = [];
    for (let attempts = 1; attempts <= 8; attempts += 1) {
      await eventually(async () => (await mail())?.attempts === attempts && (await mail()).lastError !== null);
      const { nextAttemptAt, lastError, sentAt } = await mail();
      expect({ sentAt, lastError }).toEqual({ sentAt: null, lastError: expect.stringMatching('ECONNREFUSED') });
      waits.push(Math.round(secondsUntil(nextAttemptAt) / 60));
      await auditLog.pool.query('UPDATE mail_v1 SET last_error = NULL');
      if (attempts < 8) await hurry();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await receiver.start();
    await hurry();
    await receiver.until(1);
    expect(await until({ attempts: 9, lastError: null })).toMatchObject({ sentAt: expect.any(String) });
    expect(receiver.received).toHaveLength(1);
  });

  it('is sent again by whoever comes after one that ended before it was marked, and can be recognised', async () => {
    auditLog = await startAuditLog(variables(receiver));
    const owner = new Client({ connectionString: auditLog.database.url });
    await owner.connect();
    receiver.taking = async () => {
      receiver.taking = () => undefined;
      const { rowCount } = await owner.query(`SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()) 
          AND locktype = 'advisory' AND classid::bigint << 32 | objid::bigint
            = hashtextextended('waybill runner audit_log mails', 0)`);
      expect(rowCount).toBe(1);
    };
    tellingOf(others).enter();
    await deliverAll();
    await receiver.until(1);
    await eventually(() => auditLog.errors.length > 0);
    expect(await mail()).toMatchObject({ sentAt: null, attempts: 1 });
    await hurry();
    const [one, two] = await receiver.until(2);
    const { id } = await until({ attempts: 2, nextAttemptAt: null });
    expect(one?.headers['message-id']).toBe(`<${id}@contoso.com>`);
    expect(two?.headers['message-id']).toBe(one?.headers['message-id']);
    expect(two?.body).toBe(one?.body);
    await owner.end();
    // The connection says so, and whoever was using it.
    for (const error of auditLog.errors.splice(0)) expect(String(error)).toMatch(/terminat|not queryable/);
  });

  it('has the headers it was given, whatever the job and its recipients are called', async () => {
    auditLog = await startAuditLog(variables(receiver));
    const name = 'Sama\r\nBcc: eve@contoso.com\r\n\r\nnage\u2028\u0007';
    others = new OtherServices(Date.now());
    others.say('mapping', `job-${jobId}`, 'job.created', { servicePrincipalId, name });
    const { save, enter } = tellingOf(others);
    save(['adele@contoso.com', 'adele@contoso.com\r\nBcc: eve@contoso.com', 'a@contoso.com,eve@contoso.com']);
    const message = 'no\r\n.\r\nMAIL FROM:<eve@contoso.com>';
    enter({ error: { code: 'Unauthorized', message } });
    await deliverAll();
    const [received] = await receiver.until(1);
    expect(received?.recipients).toEqual(['adele@contoso.com']);
    expect(received?.headers['to']).toBe('adele@contoso.com');
    expect(received?.headers['subject']).toBe('[Waybill] Sama Bcc: eve@contoso.com nage: in quarantine');
    expect(received?.headerLines.filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(received?.body).toContain('Unauthorized: no . MAIL FROM:<eve@contoso.com>');
    await until({ attempts: 1, nextAttemptAt: null });
  });

  it('that the server refuses says why, without the credentials', async () => {
    await receiver.stop();
    receiver = await new MailReceiver({ user: 'waybill', pass: 'right' }).start();
    const url = receiver.url('postmaster', 'hush/hush & "canary"');
    auditLog = await startAuditLog(variables(receiver, url));
    tellingOf(others).enter();
    await deliverAll();
    await eventually(async () => (await mail())?.lastError !== null);
    const { lastError } = await mail();
    expect(lastError).toMatch(/no access for \[secret\] with \[secret\]/);
    expect(JSON.stringify(await auditLog.get(path))).not.toMatch(/canary|hush|postmaster/);
  });

  it('is kept while no server is configured, says so, and is sent once there is one', async () => {
    auditLog = await startAuditLog({ NOTIFICATION_RECIPIENTS: recipients });
    tellingOf(others).enter();
    await deliverAll();
    expect(await until({ lastError: 'not configured: SMTP_URL is not set' })).toMatchObject({
      attempts: 0,
      sentAt: null,
      recipients: [recipients],
    });
    await auditLog.close();
    auditLog = await startAuditLog(variables(receiver), auditLog.database);
    const [received] = await receiver.until(1);
    expect(received?.recipients).toEqual([recipients]);
    expect(await until({ attempts: 1, lastError: null })).toMatchObject({ sentAt: expect.any(String) });
  });

  it('is given up when it is no news any more', async () => {
    auditLog = await startAuditLog(variables(receiver));
    others = new OtherServices(Date.now() - 4 * 24 * 3_600_000);
    tellingOf(others).enter();
    await deliverAll();
    const given = await until({ lastError: 'given up after 3 days' });
    expect(given).toMatchObject({ nextAttemptAt: null, sentAt: null, attempts: 0 });
    expect(receiver.received).toEqual([]);
  });

  it('that nobody is to get says so', async () => {
    auditLog = await startAuditLog({ ...variables(receiver), NOTIFICATION_RECIPIENTS: '' });
    const { save, enter } = tellingOf(others);
    save(['adele@contoso.com'], false);
    enter();
    await deliverAll();
    const { lastError, nextAttemptAt } = await mail();
    expect(lastError).toMatch(/^there are no recipients/);
    expect(nextAttemptAt).toBeNull();
  });

  it('that one recipient does not get is sent to the others, and says so', async () => {
    receiver.refused.add('gone@contoso.com');
    auditLog = await startAuditLog(variables(receiver));
    const { save, enter } = tellingOf(others);
    save(['adele@contoso.com', 'gone@contoso.com']);
    enter({ ...quarantine });
    await deliverAll();
    const [received] = await receiver.until(1);
    expect(received?.recipients).toEqual(['adele@contoso.com']);
    expect(await until({ lastError: 'not taken for gone@contoso.com' })).toMatchObject({ sentAt: expect.any(String) });
  });
});

import { eventually } from '@waybill/testing';
import { utc } from './domain/notifications/letters';
import { type AuditLog, startAuditLog } from './testing/audit-log-fixture';
import { MailReceiver } from './testing/mail-receiver';
import { tellingOf } from './testing/notice-events';
import { jobId, OtherServices } from './testing/other-services';

const from = 'Waybill <waybill@contoso.com>';
const days = 24 * 3_600_000;
const path = `/v1.0/waybill/jobs/${jobId}/notifications`;

describe('the notification mails', () => {
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

  const start = async (more: Record<string, string> = {}) => {
    auditLog = await startAuditLog({
      SMTP_URL: receiver.url(),
      SMTP_FROM: from,
      NOTIFICATION_RECIPIENTS: 'platform@contoso.com',
      PUBLIC_URL: 'https://waybill.contoso.com/',
      ...more,
    });
  };
  const deliverAll = () => auditLog.deliver(...others.said);
  const mails = async () => (await auditLog.get(path)).body.value;
  const hurry = () => auditLog.pool.query(`UPDATE mail_v1 SET due_at = now() WHERE due_at IS NOT NULL`);
  const settled = () => eventually(async () => (await mails()).every((mail: { sentAt: string }) => mail.sentAt));
  const subjects = () => receiver.received.map(({ headers }) => headers['subject']);

  it('tell once of a quarantine, of each other reason, and of its end', async () => {
    await start();
    const { enter, lift, save } = tellingOf(others);
    save(['adele@contoso.com', 'not an address', 'lynne@contoso.com']);
    const entered = enter();
    enter({ seriesCount: 1, currentBegan: '2026-01-31T18:00:00.000Z' });
    enter({ code: 'EncounteredTotalEscrowThreshold', request: null, seriesCount: 2 });
    lift({ code: 'EncounteredTotalEscrowThreshold' });
    await deliverAll();
    await deliverAll();
    const [first, ...rest] = await receiver.until(3);
    await settled();
    expect(subjects()).toEqual([
      '[Waybill] Samanage: in quarantine',
      '[Waybill] Samanage: still in quarantine, for another reason',
      '[Waybill] Samanage: out of quarantine',
    ]);
    expect(rest).toHaveLength(2);
    expect(first?.recipients).toEqual(['adele@contoso.com', 'lynne@contoso.com']);
    expect(first?.headers).toMatchObject({
      from,
      'auto-submitted': 'auto-generated',
      'content-type': 'text/plain; charset=utf-8',
    });
    for (const part of [
      'GET /users.json was answered 401 (request id r-7). Unauthorized: Samanage answered 401',
      '2026-01-31 12:00:00 UTC',
      'tries again at 2026-01-31 18:00:00 UTC',
      'Test the connection.',
      'https://waybill.contoso.com/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20%27job-1%27%20and',
    ]) {
      expect(first?.body).toContain(part);
    }
    expect((await mails()).at(-1)).toMatchObject({
      kind: 'quarantine-entered',
      at: entered.recordedAt,
      recipients: ['adele@contoso.com', 'lynne@contoso.com'],
      subject: '[Waybill] Samanage: in quarantine',
      sentAt: expect.any(String),
      attempts: 1,
      nextAttemptAt: null,
      lastError: null,
    });
  });

  it('tell of what the deletion brake holds back, with how many there are when they are sent', async () => {
    await start();
    const { stage, allow } = tellingOf(others);
    for (let n = 0; n < 3; n += 1) stage();
    await deliverAll();
    for (let n = 0; n < 4; n += 1) stage();
    await deliverAll();
    const [waiting] = await mails();
    expect(waiting).toMatchObject({ kind: 'deletions-held-back', attempts: 0, sentAt: null });
    expect(Date.parse(waiting.nextAttemptAt) - Date.now()).toBeGreaterThan(50_000);
    await hurry();
    const [first] = await receiver.until(1);
    expect(first?.body).toMatch(/so far 7\./);
    expect(first?.body).toMatch('500 accounts were disabled within 24 h');
    expect(first?.body).toMatch(`https://waybill.contoso.com/v1.0/waybill/jobs/${jobId}/staged\n`);
    await settled();
    stage();
    await deliverAll();
    expect(await mails()).toHaveLength(1);
    allow(new Date(Date.now() + 60_000).toISOString());
    others = Object.assign(others, { begins: Date.now() + 120_000 });
    stage();
    await deliverAll();
    await hurry();
    expect((await receiver.until(2))[1]?.body).toMatch(/so far 1\./);
  });

  it('tell of a standby token that took over, and of nothing else that is done with credentials', async () => {
    await start();
    const { takeOver } = tellingOf(others);
    takeOver({ how: 'saved' });
    takeOver();
    takeOver({ how: 'removed' });
    await deliverAll();
    await receiver.until(1);
    await settled();
    expect(subjects()).toEqual(['[Waybill] Samanage: the standby token took over']);
    expect(receiver.received[0]?.recipients).toEqual(['platform@contoso.com']);
  });

  it('tell of a SCIM token two weeks and a day before it expires, unless it was revoked', async () => {
    await start();
    const { issue, revoke } = tellingOf(others);
    const inDays = (count: number) => new Date(Date.now() + count * days).toISOString();
    issue(null);
    issue(inDays(15));
    issue(inDays(-1));
    const revoked = issue(inDays(3)).data as { tokenId: string };
    revoke(revoked.tokenId);
    const soon = issue(inDays(13)).data as { tokenId: string; expiresAt: string };
    await deliverAll();
    await receiver.until(1);
    const tomorrow = inDays(0.9);
    await auditLog.pool.query('UPDATE scim_token_v1 SET expires_at = $2 WHERE token_id = $1', [soon.tokenId, tomorrow]);
    await receiver.until(2);
    await settled();
    expect(subjects()).toEqual(
      [soon.expiresAt, tomorrow].map((at) => `[Waybill] Samanage: the SCIM token expires at ${utc(at)}`),
    );
    expect(receiver.received[0]?.body).toContain('The token "Azure AD", with which Azure AD speaks to Waybill,');
    expect(await mails()).toHaveLength(2);
  });

  it('tell once of a directory that is silent, and once that it is heard again', async () => {
    await start({ SILENCE_HOURS: '5' });
    others = new OtherServices(Date.now() - 5 * 3_600_000);
    others.createJob();
    const last = others.refuse();
    await deliverAll();
    const [silent] = await receiver.until(1);
    expect(silent?.headers['subject']).toBe('[Waybill] Samanage: nothing heard from Azure AD for 5 hours');
    const lastHeard = utc(last.recordedAt);
    expect(silent?.body).toContain(`It was heard last at ${lastHeard}.`);
    Object.assign(others, { begins: Date.now() });
    others.refuse();
    others.refuse();
    await deliverAll();
    const [, heard] = await receiver.until(2);
    await settled();
    expect(heard?.headers['subject']).toBe('[Waybill] Samanage: Azure AD is heard again');
    expect(heard?.body).toContain(`heard last at ${lastHeard}.`);
    expect(await mails()).toHaveLength(2);
  });

  it('tell of no silence where the configuration says 0 hours', async () => {
    await start({ SILENCE_HOURS: '0' });
    others = new OtherServices(Date.now() - 30 * days);
    others.createJob();
    others.refuse();
    const { takeOver } = tellingOf(Object.assign(others, { begins: Date.now() }));
    await deliverAll();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    takeOver();
    await deliverAll();
    await receiver.until(1);
    expect(subjects()).toEqual(['[Waybill] Samanage: the standby token took over']);
  });

  it('are written down once, however often the log is followed from its beginning', async () => {
    await start();
    const { enter, lift, stage, takeOver } = tellingOf(others);
    enter();
    enter({ code: 'EncounteredBaseEscrowThreshold' });
    lift();
    // One that goes on, for another reason than it began.
    enter({ seriesBegan: '2026-02-02T12:00:00.000Z' });
    enter({ seriesBegan: '2026-02-02T12:00:00.000Z', code: 'EncounteredBaseEscrowThreshold' });
    stage();
    takeOver();
    others.refuse();
    await deliverAll();
    await receiver.until(6);
    const kept = async () => (await auditLog.pool.query<object>('SELECT * FROM mail_v1 ORDER BY dedupe_key')).rows;
    await eventually(async () => (await mails()).filter((mail: { sentAt: string }) => mail.sentAt).length === 6);
    const before = await kept();
    for (const forgets of [false, true]) {
      if (forgets) await auditLog.pool.query(`UPDATE notice_state_v1 SET position = 0, state = '{}'`);
      await auditLog.pool.query(`UPDATE subscription SET position = 0 WHERE name = 'mail_v1'`);
      await deliverAll();
      expect(await kept()).toEqual(before);
    }
    expect(receiver.received).toHaveLength(6);
    expect(before).toHaveLength(7);
  });

  it('are answered to auditors and admins, page by page, and of known jobs alone', async () => {
    await start();
    const { enter } = tellingOf(others);
    for (const day of ['01', '02', '03']) enter({ seriesBegan: `2026-01-${day}T12:00:00.000Z` });
    await deliverAll();
    const one = await auditLog.get(`${path}?$top=2`);
    expect(one.body.value).toHaveLength(2);
    const two = await auditLog.get(one.body['@odata.nextLink']);
    expect(two.body.value).toHaveLength(1);
    expect(two.body['@odata.nextLink']).toBeUndefined();
    const all = await mails();
    expect([...one.body.value, ...two.body.value].map(({ id }) => id)).toEqual(all.map(({ id }: { id: string }) => id));
    expect((await auditLog.get(path, { authorization: 'Bearer admin-token' })).status).toBe(200);
    expect((await auditLog.get(path, { authorization: 'Bearer other' })).status).toBe(401);
    expect((await auditLog.get('/v1.0/waybill/jobs/other/notifications')).status).toBe(404);
    expect((await auditLog.get(`${path}?$top=0`)).status).toBe(400);
  });
});

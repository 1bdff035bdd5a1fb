import { loadConfig } from '@waybill/runtime';
import { auditLogConfig } from './audit-log.config';

const read = (environment: Record<string, string>) => loadConfig(environment, auditLogConfig);
const smtp = { SMTP_URL: 'smtps://user:hush@mail.contoso.com', SMTP_FROM: 'waybill@contoso.com' };

describe('the configuration of the audit log', () => {
  it('needs nothing', () => {
    expect(read({})).toEqual({ recipients: [], silenceHours: 24 });
  });

  it.each(['waybill@contoso.com', 'Waybill <waybill@contoso.com>'])('takes the sender %s', (SMTP_FROM) => {
    const { smtpUrl, smtpFrom } = read({ ...smtp, SMTP_FROM });
    expect([smtpUrl?.reveal(), smtpFrom]).toEqual([smtp.SMTP_URL, SMTP_FROM]);
  });

  it.each([
    ['a@contoso.com', ['a@contoso.com']],
    [' a@contoso.com , b@contoso.com,', ['a@contoso.com', 'b@contoso.com']],
  ])('takes the recipients %j', (NOTIFICATION_RECIPIENTS, recipients) => {
    expect(read({ NOTIFICATION_RECIPIENTS }).recipients).toEqual(recipients);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ SMTP_URL: smtp.SMTP_URL }, /SMTP_FROM must be set where SMTP_URL is/],
    [
      { ...smtp, SMTP_URL: 'https://hush@mail.contoso.com' },
      /SMTP_URL: its value does not fit: it takes an smtp\(s\) URL/,
    ],
    [{ ...smtp, SMTP_FROM: 'nobody' }, /SMTP_FROM.*it takes an e-mail address/],
    [{ ...smtp, SMTP_FROM: 'a\r\nBcc: <a@contoso.com>' }, /SMTP_FROM.*it takes an e-mail address/],
    [{ NOTIFICATION_RECIPIENTS: 'a@contoso.com; b@contoso.com' }, /NOTIFICATION_RECIPIENTS.*with commas between them/],
    [{ PUBLIC_URL: 'waybill' }, /PUBLIC_URL.*it takes an http\(s\) URL/],
    [{ SILENCE_HOURS: '-1' }, /SILENCE_HOURS.*it takes a whole number/],
  ])('refuses %j', (environment, message) => {
    expect(() => read(environment)).toThrow(message);
    expect(() => read(environment)).not.toThrow(/hush/);
  });
});

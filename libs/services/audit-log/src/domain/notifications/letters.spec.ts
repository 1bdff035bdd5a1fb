import { credentials, lifted, quarantine } from '../../testing/notice-events';
import { letterOf } from './letters';
import type { Letterhead, Notice } from './notice';

const key = 'key';
const at = '2026-01-31T12:00:00.000Z';
const since = '2026-01-30T12:00:00.000Z';
const head: Letterhead = { jobId: 'job-1', jobName: 'Samanage', publicUrl: 'https://waybill.contoso.com' };
const log = 'https://waybill.contoso.com/v1.0/auditLogs/provisioning?$filter=jobId%20eq%20%27job-1%27';
const unreachable = {
  ...quarantine,
  error: { code: 'WebExceptionProtocolError', message: 'getaddrinfo ENOTFOUND api.samanage.com' },
  request: { method: 'GET', path: '/users.json', status: null, requestId: null },
};
const proportion = {
  ...quarantine,
  code: 'EncounteredEscrowProportionThreshold' as const,
  request: null,
  seriesCount: 3,
};

const letters: [Notice, string, string[]][] = [
  [
    { kind: 'quarantine-entered', key, at, quarantine },
    'in quarantine',
    [
      'What happened\n  The job is in quarantine (EncounteredQuarantineException): Samanage cannot be reached, or does not',
      'Since when\n  2026-01-31 12:00:00 UTC',
      'What caused it\n  GET /users.json was answered 401 (request id r-7). Unauthorized: Samanage answered 401',
      'What Waybill does\n  It writes nothing to Samanage meanwhile, and tries again at 2026-01-31 18:00:00 UTC.',
      'What to do\n  Test the connection.',
      `Look further\n  ${log}%20and%20provisioningStatusInfo%2Fstatus%20eq%20%27failure%27\n`,
      'Job\n  Samanage (job-1)\n',
    ],
  ],
  [
    { kind: 'quarantine-entered', key, at, quarantine: unreachable },
    'in quarantine',
    ['GET /users.json had no answer (no request id). WebExceptionProtocolError: getaddrinfo ENOTFOUND'],
  ],
  [
    { kind: 'quarantine-reason-changed', key, at, quarantine: proportion, before: 'EncounteredQuarantineException' },
    'still in quarantine, for another reason',
    [
      'now (EncounteredEscrowProportionThreshold) because too large a share of the changes failed',
      'Before (EncounteredQuarantineException): Samanage cannot be reached',
      'So far 3 attempts failed.',
      'What caused it\n  Unauthorized: Samanage answered 401',
      'Look at what failed in the provisioning log',
    ],
  ],
  [
    { kind: 'quarantine-lifted', key, at, lifted },
    'out of quarantine',
    [
      'left its quarantine (EncounteredQuarantineException) at 2026-02-01 12:00:00 UTC',
      'The quarantine began at 2026-01-31 12:00:00 UTC.',
      'Samanage answers again as it should.',
      'What to do\n  Nothing.',
      `${log}\n`,
    ],
  ],
  [
    { kind: 'quarantine-lifted', key, at, lifted: { ...lifted, how: 'proportion' } },
    'out of quarantine',
    ['What failed no longer does, or is being tried anew.'],
  ],
  [
    { kind: 'deletions-held-back', key, at, since, count: 12, reason: '500 accounts were disabled within 24 h' },
    'deletions are held back',
    [
      'holds disables and deletes back, so far 12.',
      'Since when\n  2026-01-30 12:00:00 UTC',
      'What caused it\n  500 accounts were disabled within 24 h',
      'POST /v1.0/waybill/jobs/job-1/staged/allow',
      'https://waybill.contoso.com/v1.0/waybill/jobs/job-1/staged\n',
    ],
  ],
  [
    { kind: 'standby-took-over', key, at, credentials },
    'the standby token took over',
    ['no longer takes the active token', 'It is used with https://api.samanage.com.', 'save a new standby'],
  ],
  [
    { kind: 'token-expires', key, at, label: 'Azure AD', expiresAt: '2026-02-14T12:00:00.000Z' },
    'the SCIM token expires at 2026-02-14 12:00:00 UTC',
    ['The token "Azure AD"', 'Issue a new token'],
  ],
  [
    { kind: 'directory-silent', key, at, since, hours: 24 },
    'nothing heard from Azure AD for 24 hours',
    ['It was heard last at 2026-01-30 12:00:00 UTC.', 'Requests that only read are not counted'],
  ],
  [
    { kind: 'directory-heard', key, at, since },
    'Azure AD is heard again',
    ['again, at 2026-01-31 12:00:00 UTC', 'Before, it was heard last at 2026-01-30 12:00:00 UTC.'],
  ],
];

describe('the letter about a notice', () => {
  it.each(letters)('%j: %s', (notice, title, parts) => {
    const { subject, body } = letterOf(notice, head);
    expect(subject).toBe(`[Waybill] Samanage: ${title}`);
    for (const part of parts) expect(body).toContain(part);
    for (const heading of ['What happened', 'Since when', 'What Waybill does', 'What to do', 'Look further']) {
      expect(body).toMatch(new RegExp(`(^|\n)${heading}\n  \\S`));
    }
    expect(body).not.toMatch(/undefined|null|\[object/);
  });

  const entered: Notice = { kind: 'quarantine-entered', key, at, quarantine };

  it.each<[string, Partial<Letterhead>, RegExp]>([
    ['has the path alone where nobody said how the API is reached', { publicUrl: null }, /\n {2}\/v1\.0\/auditLogs/],
    ['has one slash in its link', { publicUrl: 'https://w.contoso.com/x//' }, /https:\/\/w\.contoso\.com\/x\/v1\.0/],
    ['has a link that a quote in it does not break', { jobId: "o'job" }, /eq%20%27o%27%27job%27/],
    ['goes by the id where the job has no name', { jobName: '' }, /Job\n {2}job-1 \(job-1\)/],
  ])('%s', (_, more, expected) => {
    expect(letterOf(entered, { ...head, ...more }).body).toMatch(expected);
  });

  it.each(['\r\nBcc: eve@contoso.com', '\n\nBcc: eve@contoso.com', '\u2028Bcc: eve@contoso.com', '\u0000\u001b[2J'])(
    'is not led astray by %j',
    (evil) => {
      const error = { code: `Unauthorized${evil}`, message: evil };
      const notice = { ...entered, quarantine: { ...quarantine, error } } as Notice;
      const { subject, body } = letterOf(notice, { ...head, jobName: `Samanage${evil}`, jobId: `job${evil}` });
      expect(subject).not.toMatch(/[\p{C}\u2028]/u);
      expect(body.split('\n').filter((line) => /^\s*Bcc/.test(line))).toEqual([]);
      expect(body.replaceAll('\n', '')).not.toMatch(/[\p{C}\u2028]/u);
    },
  );

  it('is cut between characters, so that it can be kept', () => {
    const error = { code: '', message: `${'x'.repeat(499)}\u{1f512}` };
    const notice = { ...entered, quarantine: { ...quarantine, error } } as Notice;
    const { subject, body } = letterOf(notice, { ...head, jobName: `${'y'.repeat(99)}\u{1f512}` });
    expect(subject.isWellFormed() && body.isWellFormed()).toBe(true);
  });

  it('is not as long as whatever it is told', () => {
    const error = { code: 'InternalServerError', message: 'x'.repeat(100_000) };
    const notice = { ...entered, quarantine: { ...quarantine, error } } as Notice;
    const { subject, body } = letterOf(notice, { ...head, jobName: 'y'.repeat(100_000) });
    expect(subject.length).toBeLessThan(200);
    expect(body.length).toBeLessThan(5_000);
  });
});

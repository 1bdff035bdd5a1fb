import { given } from '@waybill/decider';
import { access, type AccessCommand, type AccessEvent, type IssueToken, mostTokens } from './access';

const jobId = 'job-1';
const now = '2026-11-25T12:00:00.000Z';
const later = '2026-11-25T12:00:00.001Z';
const connected: AccessEvent = { type: 'directory.job-connected', data: {} };

const token = (name: string) => ({ tokenId: `id of ${name}`, digest: `digest of ${name}`, label: name });
const issued = (name: string, expiresAt: string | null = null): AccessEvent => ({
  type: 'directory.token-issued',
  data: { ...token(name), expiresAt },
});
const revoked = (name: string): AccessEvent => ({
  type: 'directory.token-revoked',
  data: { tokenId: token(name).tokenId },
});
const issue = (name: string, more: Partial<IssueToken> = {}): AccessCommand => ({
  type: 'issue-token',
  jobId,
  ...token(name),
  expiresAt: null,
  now,
  ...more,
});
const revoke = (name: string): AccessCommand => ({ type: 'revoke-token', jobId, tokenId: token(name).tokenId });

const many = (count: number, expiresAt: string | null = null) =>
  Array.from({ length: count }, (_, index) => issued(`${index}`, expiresAt));

describe('the access to a job', () => {
  it('is connected once', () => {
    const connect: AccessCommand = { type: 'connect-job', jobId };
    expect(given(access).when(connect, connect).events).toEqual([connected]);
  });

  it.each([issue('a'), revoke('a')])('has no tokens before there is a job: %j', (command) => {
    expect(given(access).when(command).refusal).toMatchObject({ kind: 'not-found', message: 'there is no job job-1' });
  });

  it('is for several tokens at once, each with its own end', () => {
    const { events } = given(access, connected, issued('a')).when(issue('b', { expiresAt: later }));
    expect(events).toEqual([issued('b', later)]);
  });

  describe('once more with the same token', () => {
    it.each([
      ['changes nothing', [issued('a')], issue('a')],
      ['changes nothing, whatever it is called', [issued('a')], issue('a', { label: 'another label' })],
      ['changes nothing after it was revoked', [issued('a'), revoked('a')], issue('a')],
      ['changes nothing after it expired', [issued('a', now)], issue('a', { expiresAt: now })],
      ['changes nothing where there are as many as may be', many(mostTokens), issue('0')],
    ])('%s', (_, history, command) => {
      expect(given(access, connected, ...history).when(command)).toMatchObject({ events: [], refusal: undefined });
    });

    it('of a state that was stored before tokens could expire changes nothing', () => {
      const { tokenId, digest } = token('a');
      const state = { connected: true, tokens: [{ tokenId, digest, revoked: false }] };
      expect(access.decide(issue('a'), state, { all: () => [] } as never)).toEqual([]);
    });

    it.each([
      ['under another id', issue('a', { tokenId: 'another id' }), 'the token is there under another id'],
      ['with another token under its id', issue('a', { digest: 'another' }), 'id of a is the id of another token'],
      ['with another end', issue('a', { expiresAt: later }), 'id of a is the id of another token'],
    ])('%s is refused', (_, command, message) => {
      for (const history of [[issued('a')], [issued('a'), revoked('a')]]) {
        expect(given(access, connected, ...history).when(command).refusal).toMatchObject({
          kind: 'already-exists',
          message,
        });
      }
    });
  });

  it.each([
    ['is over', now, 'invalid'],
    ['was over long ago', '1970-01-01T00:00:00.000Z', 'invalid'],
    ['is to come', later, undefined],
  ])('takes no token whose end %s', (_, expiresAt, kind) => {
    expect(given(access, connected).when(issue('a', { expiresAt })).refusal?.kind).toBe(kind);
  });

  it.each([
    ['a', true],
    ['Azure AD, production – 2027 🔑', true],
    ['🔑'.repeat(100), true],
    ['x'.repeat(101), false],
    ['', false],
    ['   ', false],
    ['two\nlines', false],
    ['a NUL \0', false],
    ['half a character \ud83d', false],
  ])('knows its tokens by a label: %j', (label, isTaken) => {
    expect(given(access, connected).when(issue('a', { label })).refusal?.kind).toBe(isTaken ? undefined : 'invalid');
  });

  it('is for so many tokens; those that are accepted no longer do not count', () => {
    const refused = given(access, connected, ...many(mostTokens)).when(issue('a'));
    expect(refused.refusal).toMatchObject({ kind: 'conflict', message: expect.stringMatching('20 tokens') });
    for (const history of [
      many(mostTokens - 1),
      many(mostTokens, now),
      [...many(mostTokens), revoked('0')],
      [...many(mostTokens - 1), issued('expired', now), issued('revoked'), revoked('revoked')],
    ]) {
      expect(given(access, connected, ...history).when(issue('a')).events).toEqual([issued('a')]);
    }
  });

  it('ends with a token that is revoked, once', () => {
    const { events } = given(access, connected, issued('a'), issued('b')).when(revoke('a'), revoke('a'));
    expect(events).toEqual([revoked('a')]);
  });

  it('knows no other tokens', () => {
    expect(given(access, connected, issued('b')).when(revoke('a')).refusal).toMatchObject({
      kind: 'not-found',
      message: 'the job has no token id of a',
    });
  });

  it('claims each token and its id for this job alone, even when they are revoked', () => {
    const { state } = given(access, connected, issued('a'), revoked('a')).when();
    expect(access.claims?.(state)).toEqual(['scim-token:digest of a', 'scim-token-id:id of a']);
  });
});

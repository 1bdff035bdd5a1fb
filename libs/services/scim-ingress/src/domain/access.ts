import type { DirectoryJobConnected, TokenIssued, TokenRevoked } from '@waybill/contracts';
import { type Command, type Decider, DomainError } from '@waybill/decider';

export type AccessEvent = DirectoryJobConnected | TokenIssued | TokenRevoked;

/** The token itself is never told to anybody but its user; `digest` is its SHA-256, hexadecimal. */
export interface IssueToken extends Command {
  readonly type: 'issue-token';
  readonly tokenId: string;
  readonly digest: string;
  /** What it is for, in an admin's words. */
  readonly label: string;
  /** ISO 8601: from then on it is refused; null for never. */
  readonly expiresAt: string | null;
  /** ISO 8601. */
  readonly now: string;
}

export type AccessCommand =
  | (Command & { readonly type: 'connect-job' })
  | IssueToken
  | (Command & { readonly type: 'revoke-token'; readonly tokenId: string });

/** A token once issued; one that is revoked is remembered, so that nothing issues it again. */
interface Token {
  readonly tokenId: string;
  readonly digest: string;
  readonly revoked: boolean;
  /** Absent in states of before tokens could expire. */
  readonly expiresAt?: string | null;
}

export interface AccessState {
  readonly connected: boolean;
  readonly tokens: readonly Token[];
}

/** Tokens of a job that are accepted at once: more than any rotation needs. */
export const mostTokens = 20;

/** Something that can be read, on one line. */
const label = /^(?=.*\S)[^\p{Cc}\p{Cs}]{1,100}$/u;

/** Who may speak for a job at its SCIM endpoint: the bearers of its tokens, several at once for rotation (scim.md §1.8). */
export const access: Decider<AccessCommand, AccessState, AccessEvent> = {
  name: 'access',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => ({ connected: false, tokens: [] }),
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'directory.job-connected':
        return { ...state, connected: true };
      case 'directory.token-issued': {
        const { tokenId, digest, expiresAt } = data;
        return { ...state, tokens: [...state.tokens, { tokenId, digest, revoked: false, expiresAt }] };
      }
      case 'directory.token-revoked': {
        const revoke = (token: Token) => (token.tokenId === data.tokenId ? { ...token, revoked: true } : token);
        return { ...state, tokens: state.tokens.map(revoke) };
      }
    }
  },
  decide: (command, { connected, tokens }) => {
    if (command.type === 'connect-job') return connected ? [] : [{ type: 'directory.job-connected', data: {} }];
    if (!connected) throw new DomainError('not-found', 'scim-ingress.job-unknown', `there is no job ${command.jobId}`);
    return command.type === 'issue-token' ? issue(command, tokens) : revoke(command.tokenId, tokens);
  },
  // A token opens one job alone, and its id is nobody else's.
  claims: ({ tokens }) => tokens.flatMap(({ tokenId, digest }) => [`scim-token:${digest}`, `scim-token-id:${tokenId}`]),
};

/** The same token once more changes nothing, whatever has become of it since. */
function issue(command: IssueToken, tokens: readonly Token[]): AccessEvent[] {
  const { tokenId, digest, expiresAt } = command;
  const known = tokens.find((token) => token.tokenId === tokenId || token.digest === digest);
  if (!known) {
    assertIssuable(command, tokens);
    return [{ type: 'directory.token-issued', data: { tokenId, digest, label: command.label, expiresAt } }];
  }
  if (known.tokenId !== tokenId) {
    throw new DomainError('already-exists', 'scim-ingress.token-exists', `the token is there under another id`);
  }
  if (known.digest !== digest || (known.expiresAt ?? null) !== expiresAt) {
    throw new DomainError('already-exists', 'scim-ingress.token-exists', `${tokenId} is the id of another token`);
  }
  return [];
}

function assertIssuable({ label: given, expiresAt, now }: IssueToken, tokens: readonly Token[]): void {
  if (!label.test(given)) {
    throw new DomainError('invalid', 'scim-ingress.label', 'a label has 1 to 100 characters on one line');
  }
  if (isOver(expiresAt, now)) {
    throw new DomainError('invalid', 'scim-ingress.expiry-past', `expiresAt is over: it is ${now}`);
  }
  const accepted = tokens.filter((token) => !token.revoked && !isOver(token.expiresAt, now));
  if (accepted.length >= mostTokens) {
    const message = `a job may have ${mostTokens} tokens that are accepted; revoke one first`;
    throw new DomainError('conflict', 'scim-ingress.too-many-tokens', message);
  }
}

function revoke(tokenId: string, tokens: readonly Token[]): AccessEvent[] {
  const token = tokens.find((each) => each.tokenId === tokenId);
  if (!token) throw new DomainError('not-found', 'scim-ingress.token-unknown', `the job has no token ${tokenId}`);
  return token.revoked ? [] : [{ type: 'directory.token-revoked', data: { tokenId } }];
}

const isOver = (time: string | null | undefined, now: string): boolean =>
  typeof time === 'string' && Date.parse(time) <= Date.parse(now);

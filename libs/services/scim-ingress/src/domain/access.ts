import type { DirectoryJobConnected, TokenIssued, TokenRevoked } from '@waybill/contracts';
import { type Command, type Decider, DomainError } from '@waybill/decider';

export type AccessEvent = DirectoryJobConnected | TokenIssued | TokenRevoked;

export type AccessCommand = Command &
  (
    | { readonly type: 'connect-job' }
    /** The token itself is never told to anybody but its user; `digest` is its SHA-256, hexadecimal. */
    | { readonly type: 'issue-token'; readonly tokenId: string; readonly digest: string; readonly label: string }
    | { readonly type: 'revoke-token'; readonly tokenId: string }
  );

/** A token once issued; one that is revoked is remembered, so that nothing issues it again. */
interface Token {
  readonly tokenId: string;
  readonly digest: string;
  readonly revoked: boolean;
}

export interface AccessState {
  readonly connected: boolean;
  readonly tokens: readonly Token[];
}

/** Who may speak for a job at its SCIM endpoint. */
export const access: Decider<AccessCommand, AccessState, AccessEvent> = {
  name: 'access',
  stream: ({ jobId }) => `job-${jobId}`,
  initialState: () => ({ connected: false, tokens: [] }),
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'directory.job-connected':
        return { ...state, connected: true };
      case 'directory.token-issued': {
        const { tokenId, digest } = data;
        return { ...state, tokens: [...state.tokens, { tokenId, digest, revoked: false }] };
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
    const token = tokens.find(({ tokenId }) => tokenId === command.tokenId);
    return command.type === 'issue-token' ? issue(command, token) : revoke(command, token);
  },
  // A token opens one job alone.
  claims: ({ tokens }) => tokens.map(({ digest }) => `scim-token:${digest}`),
};

function issue(
  { tokenId, digest, label }: Extract<AccessCommand, { type: 'issue-token' }>,
  issued: Token | undefined,
): AccessEvent[] {
  if (!issued) return [{ type: 'directory.token-issued', data: { tokenId, digest, label } }];
  if (issued.digest === digest) return [];
  throw new DomainError('already-exists', 'scim-ingress.token-exists', `${tokenId} is the id of another token`);
}

const revoke = ({ tokenId }: { tokenId: string }, issued: Token | undefined): AccessEvent[] =>
  issued && !issued.revoked ? [{ type: 'directory.token-revoked', data: { tokenId } }] : [];

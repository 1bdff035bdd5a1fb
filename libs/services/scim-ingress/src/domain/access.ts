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

export interface AccessState {
  readonly connected: boolean;
  readonly tokens: readonly { readonly tokenId: string; readonly digest: string }[];
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
      case 'directory.token-issued':
        return { ...state, tokens: [...state.tokens, { tokenId: data.tokenId, digest: data.digest }] };
      case 'directory.token-revoked':
        return { ...state, tokens: state.tokens.filter(({ tokenId }) => tokenId !== data.tokenId) };
    }
  },
  decide: (command, state) => {
    if (command.type === 'connect-job') return state.connected ? [] : [{ type: 'directory.job-connected', data: {} }];
    if (!state.connected) throw new DomainError('not-found', 'scim-ingress.job-unknown', `no job ${command.jobId}`);
    const known = state.tokens.some(({ tokenId }) => tokenId === command.tokenId);
    const { tokenId } = command;
    if (command.type === 'revoke-token') return known ? [{ type: 'directory.token-revoked', data: { tokenId } }] : [];
    const { digest, label } = command;
    return known ? [] : [{ type: 'directory.token-issued', data: { tokenId, digest, label } }];
  },
};

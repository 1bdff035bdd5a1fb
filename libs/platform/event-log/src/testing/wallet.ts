import { type Command, type Decider, DomainError, type DomainEvent } from '@waybill/decider';

/** A small world with what can go wrong in a log: a sum that must not be lost, a name that must be unique. */
export type WalletCommand = Command &
  ({ type: 'open'; wallet: string; name: string } | { type: 'add'; wallet: string; amount: number });

export type WalletEvent =
  | DomainEvent<'test.opened', { wallet: string; name: string }>
  | DomainEvent<'test.added', { wallet: string; amount: number }>;

export interface Wallet {
  name: string | null;
  total: number;
}

export const wallet: Decider<WalletCommand, Wallet, WalletEvent> = {
  name: 'wallet',
  stream: (command) => `wallet-${command.wallet}`,
  initialState: () => ({ name: null, total: 0 }),
  evolve: (state, event) =>
    event.type === 'test.opened'
      ? { ...state, name: event.data.name }
      : { ...state, total: state.total + event.data.amount },
  decide: (command, state) => {
    if (command.type === 'open') {
      return state.name === command.name ? [] : [{ type: 'test.opened', data: command }];
    }
    if (command.amount < 0) throw new DomainError('invalid', 'test.negative', 'only what is positive can be added');
    return [{ type: 'test.added', data: command }];
  },
  claims: ({ name }) => (name === null ? [] : [`wallet-name:${name.toLowerCase()}`]),
};

export const add = (wallet: string, amount: number, jobId = 'job-1'): WalletCommand => ({
  type: 'add',
  jobId,
  wallet,
  amount,
});

export const open = (wallet: string, name: string, jobId = 'job-1'): WalletCommand => ({
  type: 'open',
  jobId,
  wallet,
  name,
});

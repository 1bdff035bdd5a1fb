import type { Tally } from '@waybill/contracts';
import type { Command, Decider, DomainEvent } from '@waybill/decider';

interface StateTally extends Command {
  readonly type: 'state-tally';
  readonly tally: Tally;
}

/** States a tally when a number in it has changed; its position, or what was taken in and counts nothing, is no news. */
export const tallyDecider = (eventType: string): Decider<StateTally, Tally | null, DomainEvent<string, Tally>> => ({
  name: 'tally',
  stream: ({ jobId }) => `tally-${jobId}`,
  initialState: () => null,
  evolve: (_, event) => event.data,
  decide: ({ tally }, last) => (last && sameNumbers(tally, last) ? [] : [{ type: eventType, data: tally }]),
});

function sameNumbers(one: Tally, other: Tally): boolean {
  const numbers = ({ awaited, opened, received, ended, open }: Tally) =>
    JSON.stringify([Object.entries(awaited).sort(), opened, received, Object.entries(ended).sort(), open]);
  return numbers(one) === numbers(other);
}

import type { Command, Decider, DomainEvent } from './decider';
import { DomainError } from './domain-error';
import { given } from './given-when-then';

type Count = Command & { type: 'count'; by: number };
type Counted = DomainEvent<'test.counted', { by: number }>;

const counter: Decider<Count, number, Counted> = {
  name: 'counter',
  stream: () => 'counter',
  initialState: () => 0,
  evolve: (total, event) => total + event.data.by,
  decide: (command, total) => {
    if (total + command.by > 10) throw new DomainError('conflict', 'test.too-much', 'the counter ends at 10');
    return command.by === 0 ? [] : [{ type: 'test.counted', data: { by: command.by } }];
  },
};

const count = (by: number): Count => ({ type: 'count', jobId: 'job', by });
const counted = (by: number): Counted => ({ type: 'test.counted', data: { by } });

describe('given, when', () => {
  it('folds the history before it decides', () => {
    expect(given(counter, counted(3), counted(4)).when(count(2))).toEqual({
      events: [counted(2)],
      state: 9,
      refusal: undefined,
    });
  });

  it('shows a refusal, with what was decided before it', () => {
    const decision = given(counter, counted(8)).when(count(1), count(5));
    expect(decision.events).toEqual([counted(1)]);
    expect(decision.refusal).toMatchObject({ kind: 'conflict', code: 'test.too-much' });
  });

  it('lets a bug through', () => {
    const broken = {
      ...counter,
      decide: () => {
        throw new TypeError('a bug');
      },
    };
    expect(() => given(broken).when(count(1))).toThrow(TypeError);
  });
});

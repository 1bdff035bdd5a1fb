import { given } from '@waybill/decider';
import { group } from './group';

const end = (changeId: string) => ({
  type: 'end-group-change' as const,
  jobId: 'job',
  change: { changeId, cycleId: 'cycle', groupId: 'group', displayName: 'Sales' },
});

describe('a group', () => {
  it('ends each change as it comes, and none twice', () => {
    const { events } = given(group).when(end('one'), end('two'), end('one'), end('two'));
    expect(events.map(({ type, data }) => [type, data.changeId])).toEqual([
      ['samanage.group-skipped', 'one'],
      ['samanage.group-skipped', 'two'],
    ]);
    expect(group.stream(end('one'))).toBe('group-group');
  });

  it('remembers a few changes alone', () => {
    const many = Array.from({ length: 30 }, (_, index) => end(`change-${index}`));
    const { state } = given(group).when(...many);
    expect(state.endedLately).toHaveLength(20);
    expect(state.endedLately.at(-1)).toBe('change-29');
  });
});

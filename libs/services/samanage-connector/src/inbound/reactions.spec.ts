import type { Message } from '@waybill/messaging';
import { reactions } from './reactions';

const about = { changeId: 'change', cycleId: 'cycle', groupId: 'group', displayName: 'Sales' };
const reactTo = async (type: string, data: object) => {
  const reaction = reactions.find(({ on }) => on.includes(type));
  const message = { type, job: 'job', streamVersion: 1, data: { ...about, ...data } } as unknown as Message;
  return ((await reaction?.react(message)) ?? []).map(({ command }) => command);
};
const ended = [{ type: 'end-group-change', jobId: 'job', change: about }];

describe('what mapping wants of a group', () => {
  it.each([
    ['mapping.group-desired', { presence: 'present' }, ended],
    ['mapping.members-desired', { part: 1, parts: 1 }, ended],
    ['mapping.members-desired', { part: 1, parts: 2 }, []],
    ['mapping.members-desired', { part: 2, parts: 2 }, ended],
  ])('%s, %j, becomes %j', async (type, data, commands) => {
    expect(await reactTo(type, data)).toEqual(commands);
  });
});

import type { Message } from '@waybill/messaging';
import { reactions } from './reactions';

const about = { changeId: 'change', cycleId: 'cycle', displayName: 'Sales' };
const reactTo = async (type: string, data: object) => {
  const reaction = reactions.find(({ on }) => on.includes(type));
  const message = { type, job: 'job', streamVersion: 7, data: { ...about, ...data } } as unknown as Message;
  return ((await reaction?.react(message)) ?? []).map(({ command }) => command);
};

describe('what mapping wants', () => {
  it.each([
    ['mapping.account-desired', 'desire-account', { userId: 'user', presence: 'enabled' }],
    ['mapping.group-desired', 'desire-group', { groupId: 'group', presence: 'present' }],
    ['mapping.members-desired', 'desire-members', { groupId: 'group', part: 1, parts: 2 }],
  ])('%s becomes the command %s, at the version of its stream', async (event, type, data) => {
    expect(await reactTo(event, data)).toEqual([{ type, jobId: 'job', version: 7, desired: { ...about, ...data } }]);
  });

  it('connects a job as soon as it is created', async () => {
    const created = { servicePrincipalId: 'principal', name: 'Samanage' };
    expect(await reactTo('job.created', created)).toEqual([{ type: 'connect-job', jobId: 'job', ...created }]);
  });
});

import type { Message } from '@waybill/messaging';
import { recordOutcomes } from './record-outcomes';

const outcome = {
  changeId: '10000000-0000-7000-8000-000000000001',
  cycleId: '10000000-0000-7000-8000-000000000002',
  displayName: 'Adele',
  version: 1,
  samanageId: 7,
  targetName: '',
  differences: [],
  remarks: [],
  steps: [],
  applied: null,
  refusedFields: {},
  waitsFor: null,
  attempts: 1,
  durationMilliseconds: 1,
};
const id = '10000000-0000-7000-8000-000000000003';
const reactTo = async (type: string, about: object) => {
  const message = { job: 'job-1', type, data: { ...outcome, ...about } } as unknown as Message;
  return (await recordOutcomes.react(message)).map(({ command }) => command);
};

describe('the outcome of a change', () => {
  it.each([
    ['samanage.account-updated', { userId: id }, 7],
    ['samanage.account-deleted', { userId: id }, null],
    ['samanage.group-updated', { groupId: id }, 7],
    ['samanage.group-deleted', { groupId: id }, null],
  ])('%s of %j leaves the link %s', async (type, about, samanageId) => {
    expect(await reactTo(type, about)).toMatchObject([{ ...about, link: { samanageId } }]);
  });
});

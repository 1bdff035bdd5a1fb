import type { Sql, WorkItem, WorkList } from '@waybill/event-log';
import { type AccountWork, type GroupWork, priorities } from '../../read-models/work/work-row';
import { ClaimedWork } from './claimed-work';

type List = WorkList<AccountWork | GroupWork>;

const item = (subject: string, priority: number) =>
  ({ subject, priority, payload: { kind: 'group', groupId: subject } }) as unknown as WorkItem<GroupWork>;

describe('claimed work', () => {
  it('begins with what is urgent, in whatever order it was claimed', async () => {
    const claim = () => Promise.resolve([item('joins', priorities.create), item('leaves', priorities.removal)]);
    const sql = { query: () => Promise.resolve({ rows: [] }) } as unknown as Sql;
    const work = new ClaimedWork({ claim } as unknown as List, { name: 'job-1', epoch: 1 }, sql, 2);
    const [first] = await work.take('job-1', { urgent: 1, other: 1, mayCreate: true });
    expect(first?.item.subject).toBe('leaves');
  });
});

import { type RunningSimulator, startSamanageSimulator } from '@waybill/samanage-simulator';
import { findingsAt } from './crash-findings';
import { CrashWants } from './crash-wants';
import { wantsOf } from './stand-in-mapping';

const at = '2026-01-01T00:00:00.000+00:00';

/** What may go wrong without a trace in the account is found in the record of writes. */
describe('the findings of a crash test', () => {
  let running: RunningSimulator;
  let wants: CrashWants;
  beforeEach(async () => {
    running = await startSamanageSimulator({ token: 'token' });
    wants = new CrashWants(wantsOf(() => Promise.resolve()));
    wants.person(1, {});
    await post('users', { user: { name: 'Person 1', email: 'p1@contoso.com', title: '1.1' } });
    wants.team(2, {});
    await post('groups', { group: { name: 'Team 2', description: '2.1' } });
  });
  afterEach(() => running.close());

  const write = (method: string, path: string, body: object | null) =>
    running.simulator.write({ method, path, query: new URLSearchParams(), body, at });
  const post = (list: string, body: object) => write('POST', `/${list}.json`, body);
  const account = () => [...running.simulator.account.users.values()].find(({ name }) => name === 'Person 1');
  const put = (user: object) => write('PUT', `/users/${account()?.id}.json`, { user });
  const findings = () => findingsAt(running.simulator, wants);

  it('are none where everything is as it should be', () => expect(findings()).toEqual([]));

  it.each<readonly [string, () => unknown, string]>([
    ['a person who is not there', () => wants.person(3, {}), 'lost: no account of Person 3'],
    ['a person who is still there', () => wants.person(1, { presence: 'absent' }), 'lost: Person 1 was not deleted'],
    ['a group that is not there', () => wants.team(3, {}), 'lost: no group 3'],
    ['a group that is still there', () => wants.team(2, { presence: 'absent' }), 'lost: group 2 was not deleted'],
    ['a value that is not the newest', () => wants.person(1, {}), 'stale: title of Person 1 is 1.1, not 1.2'],
    ['a member who is missing', () => wants.join(2, [1]), 'stale: members of group 2 is , not Person 1'],
    ['an account that is enabled', () => put({ disabled: true }), 'stale: disabled of Person 1 is true, not false'],
    [
      'two accounts',
      () => post('users', { user: { name: 'Person 1', email: 'other@contoso.com' } }),
      'duplicate: 2 accounts of Person 1',
    ],
    ['two groups', () => post('groups', { group: { name: 'Other', description: '2.2' } }), 'duplicate: 2 of group 2'],
    [
      'a value that is written twice',
      () => put({ title: '1.1' }),
      'stale or repeated: person 1 was written in versions 1,1',
    ],
    [
      'an older value after a newer one',
      async () => {
        wants.person(1, {});
        for (const title of ['1.2', '1.1', '1.2']) await put({ title });
      },
      'stale or repeated: person 1 was written in versions 1,2,1,2',
    ],
  ])('name %s', async (_, happen, finding) => {
    await happen();
    expect(findings()).toEqual([finding]);
  });
});

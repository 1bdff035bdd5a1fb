import { type LedgerLine, type ReceivedWrite, type SamanageUser, testimonyOf } from './witnesses';

const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';

const pushed = (person: string, title: string, more: Partial<LedgerLine['expected']> = {}): LedgerLine => ({
  objectId: `object of ${person}`,
  id: person,
  userName: `${person}@contoso.com`,
  operation: 'PATCH',
  expected: {
    attributes: { title, [department]: 'Sales', roles: 'Requester' },
    active: true,
    deleted: false,
    manager: null,
    ...more,
  },
});

const account = (id: number, person: string, title: string, more: Partial<SamanageUser> = {}): SamanageUser => ({
  id,
  email: `${person}@contoso.com`,
  title,
  disabled: false,
  department: { name: 'Sales' },
  role: { name: 'Requester' },
  reports_to: null,
  ...more,
});

const created = (person: string, title: string): ReceivedWrite => ({
  method: 'POST',
  path: '/users.json',
  applied: true,
  body: { user: { email: `${person}@contoso.com`, title } },
});
const changed = (id: number, title: string): ReceivedWrite => ({
  method: 'PUT',
  path: `/users/${id}.json`,
  applied: true,
  body: { user: { title } },
});

const owner = account(1, 'owner', '');
const ledger = [pushed('ann', 'A'), pushed('bob', 'A', { manager: 'ann' }), pushed('ann', 'B')];
const accounts = [owner, account(2, 'ann', 'B'), account(3, 'bob', 'A', { reports_to: { email: 'ann@contoso.com' } })];
const record = [created('ann', 'A'), created('bob', 'A'), changed(2, 'B')];

describe('the witnesses', () => {
  it('agree where nothing was lost', () => {
    const harmless = { acknowledged: 3, people: 2, accounts: 2, lost: [], stale: [], duplicates: [] };
    expect(testimonyOf(ledger, accounts, record)).toEqual(harmless);
    const left = [...ledger, pushed('eve', 'A'), pushed('eve', 'A', { active: false })];
    expect(testimonyOf(left, accounts, record)).toMatchObject({ people: 3, lost: [] });
  });

  it.each<[string, readonly SamanageUser[]]>([
    ['is not there', accounts.filter(({ id }) => id !== 2)],
    ['has an old title', [owner, account(2, 'ann', 'A'), ...accounts.slice(2)]],
    ['is disabled', [owner, account(2, 'ann', 'B', { disabled: true }), ...accounts.slice(2)]],
  ])('name a person whose account %s', (_, found) => {
    expect(testimonyOf(ledger, found, record).lost).toContain('ann@contoso.com');
  });

  it('name a person whose manager is not his', () => {
    const found = [...accounts.slice(0, 2), account(3, 'bob', 'A')];
    expect(testimonyOf(ledger, found, record).lost).toEqual(['bob@contoso.com']);
  });

  it('name a person who was created twice', () => {
    expect(testimonyOf(ledger, accounts, [...record, created('ann', 'B')]).duplicates).toEqual(['ann@contoso.com']);
  });

  it('name a person whose title went back', () => {
    expect(testimonyOf(ledger, accounts, [...record, changed(2, 'A'), changed(2, 'B')]).stale).toEqual([
      'ann@contoso.com',
    ]);
    const ignored: ReceivedWrite = { ...changed(2, 'A'), applied: false };
    expect(testimonyOf(ledger, accounts, [...record, ignored]).stale).toEqual([]);
  });
});

import type { ChangeReceived } from '@waybill/contracts';
import { accountWanted, driftOf, type Expected, groupWanted, newsIn } from './drift';
import type { Values } from './values';

const applied: Values = { name: 'Adele Vance', email: 'AdeleV@contoso.com', title: 'Buyer', phone: null };
const expected = (more: Partial<Expected> = {}): Expected => ({
  applied,
  refused: {},
  wanted: { name: 'Adele Vance', title: 'Buyer' },
  ...more,
});
const changed = (member: string, before: string | null, actual: string | null, wanted: string | null) => ({
  kind: 'changed',
  member,
  applied: before,
  actual,
  wanted,
  right: wanted === null ? 'samanage' : 'directory',
});

describe('drift', () => {
  it.each<[string, Partial<Expected>, Values, object[]]>([
    ['nothing', {}, {}, []],
    ['a member that the rules set', {}, { title: 'Seller' }, [changed('title', 'Buyer', 'Seller', 'Buyer')]],
    ['one that was emptied', {}, { title: null }, [changed('title', 'Buyer', null, 'Buyer')]],
    ['one that the rules do not set', {}, { phone: '1' }, [changed('phone', null, '1', null)]],
    [
      'one that nobody knew of',
      {},
      { 'custom_fields_values.Desk': '7' },
      [changed('custom_fields_values.Desk', null, '7', null)],
    ],
    ['another case of an address', {}, { email: 'adelev@contoso.com' }, []],
    ['another case of a title', {}, { title: 'buyer' }, [changed('title', 'Buyer', 'buyer', 'Buyer')]],
    ['what somebody made as the rules want it', { wanted: { title: 'Seller' } }, { title: 'Seller' }, []],
    [
      'what was refused, and changed all the same',
      { refused: { title: 'Seller' }, wanted: { title: 'Seller' } },
      { title: 'x' },
      [],
    ],
    [
      'what was refused, and is wanted otherwise by now',
      { refused: { title: 'Seller' }, wanted: { title: 'Boss' } },
      { title: 'x' },
      [changed('title', 'Buyer', 'x', 'Boss')],
    ],
    ['anything of one that was never read', { applied: null }, { title: 'Seller' }, []],
    [
      'anything of one that is left alone',
      { wanted: null },
      { title: 'Seller' },
      [changed('title', 'Buyer', 'Seller', null)],
    ],
  ])('sees %s', (_, more, differs, drift) => {
    expect(driftOf(expected(more), { ...applied, ...differs })).toEqual(drift);
  });

  it.each([
    [{}, 'directory'],
    [null, 'samanage'],
  ] as const)('says who is right about one that is gone, when the rules want %j', (wanted, right) => {
    const gone = { kind: 'missing', member: null, applied: null, actual: null, wanted: null, right };
    expect(driftOf(expected({ wanted }), null)).toEqual([gone]);
  });
});

describe('news', () => {
  const [phone] = driftOf(expected(), { ...applied, phone: '1' });
  const [title] = driftOf(expected(), { ...applied, title: 'Seller' });
  const [gone] = driftOf(expected({ wanted: null }), null);
  const all = [phone, title, gone].flatMap((drift) => drift ?? []);

  it.each<[Values, (typeof phone)[]]>([
    [{}, [phone, title, gone]],
    [{ phone: '1' }, [title, gone]],
    [{ phone: '2' }, [phone, title, gone]],
    [{ phone: null }, [phone, title, gone]],
    [{ title: 'Seller' }, [phone, title, gone]],
    [{ '': null }, [phone, title]],
  ])('are what Samanage is right about, once, and all else: %j is known', (known, news) => {
    expect(newsIn(all, known)).toEqual(news);
  });
});

describe('what the rules set', () => {
  const all = { create: true, update: true, delete: true };
  const account: ChangeReceived['data']['account'] = {
    values: { title: 'Buyer', reports_to: 'u9' },
    onCreation: { site: 'Berlin' },
    ifEmpty: { phone: '1', mobile_phone: '2' },
    alwaysSent: [],
    matching: [],
    redacted: [],
  };
  const managerOf = (userId: string | null | undefined) => userId && `${userId}@contoso.com`;
  const set = { title: 'Buyer', reports_to: 'u9@contoso.com', phone: '1' };

  it.each([
    ['enabled', all, { ...set, disabled: 'false' }],
    ['disabled', all, { ...set, disabled: 'true' }],
    ['enabled', { ...all, update: false }, {}],
    ['absent', all, null],
    ['unmanaged', all, null],
  ] as const)('of an account that is to be %s, allowed %j', (presence, allowed, wanted) => {
    expect(accountWanted({ presence, allowed, account }, { mobile_phone: '3' }, managerOf)).toEqual(wanted);
  });

  it('of a manager of whom nothing can be said is nothing', () => {
    const wanted = accountWanted({ presence: 'enabled', allowed: all, account }, {}, () => undefined);
    expect(wanted).not.toHaveProperty('reports_to');
  });

  it('of an account whose presence alone matters is that', () => {
    expect(accountWanted({ presence: 'disabled', allowed: all, account: null }, {}, managerOf)).toEqual({
      disabled: 'true',
    });
  });

  it.each([
    ['present', all, { name: 'Sales', description: 'Sellers' }],
    ['present', { ...all, update: false }, {}],
    ['absent', all, null],
    ['unmanaged', all, null],
  ] as const)('of a group that is to be %s, allowed %j', (presence, allowed, wanted) => {
    const group = { ...account, values: { name: 'Sales' }, ifEmpty: { description: 'Sellers' } };
    expect(groupWanted({ presence, allowed, group }, { description: null })).toEqual(wanted);
  });
});

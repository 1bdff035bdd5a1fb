import type { Command, Decider, DomainEvent } from './decider';
import { DomainError } from './domain-error';
import { given } from './given-when-then';
import { FoldedRows, mergeNeeds, onlyNeeded, type RowChange, type Rows } from './rows';

type Lend = Command & { type: 'lend' | 'count'; book: string; to: string };
type Lent = DomainEvent<'test.lent', { book: string; to: string }>;

/** A shelf whose books are rows of its own, lent to readers who are rows of somebody else. */
const shelf: Decider<Lend, number, Lent> = {
  name: 'shelf',
  stream: () => 'shelf-1',
  initialState: () => 0,
  evolve: (lent) => lent + 1,
  needs: ({ type, book, to }) => [
    { collection: 'book', owner: 'shelf-1', keys: type === 'count' ? 'all' : [book] },
    { collection: 'reader', owner: 'town', keys: [to] },
  ],
  decide: ({ type, book, to }, _, rows) => {
    if (type === 'count') rows.all('reader', 'town');
    if (!rows.get('reader', 'town', to)) throw new DomainError('not-found', 'test.no-reader', `${to} does not read`);
    const lentTo = rows.get('book', 'shelf-1', book)?.lentTo;
    return lentTo === to ? [] : [{ type: 'test.lent', data: { book, to } }];
  },
  rowChanges: ({ data: { book, to } }) => [{ collection: 'book', owner: 'shelf-1', key: book, row: { lentTo: to } }],
};

const lend = (book: string, to: string): Lend => ({ type: 'lend', jobId: 'job', book, to });
const lent = (book: string, to: string): Lent => ({ type: 'test.lent', data: { book, to } });
const book = (key: string, row: RowChange['row']): RowChange => ({ collection: 'book', owner: 'shelf-1', key, row });
const reader = (key: string, row: RowChange['row'] = {}): RowChange => ({
  collection: 'reader',
  owner: 'town',
  key,
  row,
});

describe('given, when', () => {
  it('lets a command see the rows that the history left', () => {
    expect(
      given(shelf, lent('Emma', 'ann'))
        .withRows([reader('ann')])
        .when(lend('Emma', 'ann')).events,
    ).toEqual([]);
  });

  it('lets a command see what the one before it did to rows', () => {
    const readers = [reader('ann'), reader('ben')];
    const twice = given(shelf).withRows(readers).when(lend('Emma', 'ann'), lend('Emma', 'ann'), lend('Emma', 'ben'));
    expect(twice).toEqual({ events: [lent('Emma', 'ann'), lent('Emma', 'ben')], state: 2, refusal: undefined });
  });

  it('adds rows to rows, and takes them away', () => {
    const known = given(shelf).withRows([reader('ann'), reader('ben')]);
    expect(known.withRows([reader('cleo')]).when(lend('Emma', 'ann'), lend('Emma', 'cleo')).events).toHaveLength(2);
    expect(known.withRows([reader('ben', null)]).when(lend('Emma', 'ben')).refusal).toMatchObject({
      code: 'test.no-reader',
    });
  });

  it('lets a look at rows that were not asked for through as a bug', () => {
    expect(() => given(shelf).when({ ...lend('Emma', 'ann'), type: 'count' })).toThrow(TypeError);
  });
});

describe('rows', () => {
  const rows = new FoldedRows().follow([
    book('Emma', { lentTo: null }),
    book('Ulysses', { lentTo: 'ann' }),
    reader('ann'),
    book('Emma', { lentTo: 'ben' }),
    book('Ulysses', null),
    book('Persuasion', { lentTo: null }),
  ]);

  it('are as their changes left them', () => {
    expect([...rows.all('book', 'shelf-1')]).toEqual([
      ['Emma', { lentTo: 'ben' }],
      ['Persuasion', { lentTo: null }],
    ]);
    expect(rows.get('book', 'shelf-1', 'Ulysses')).toBeUndefined();
    expect(rows.all('book', 'shelf-2').size).toBe(0);
  });

  it('are shown where one of several needs asks for them', () => {
    const shown = onlyNeeded(rows, [
      { collection: 'book', owner: 'shelf-1', keys: ['Emma'] },
      { collection: 'book', owner: 'shelf-1', keys: ['Ulysses'] },
      { collection: 'reader', owner: 'town', keys: 'all' },
      { collection: 'reader', owner: 'town', keys: ['ben'] },
    ]);
    expect(shown.get('book', 'shelf-1', 'Emma')).toEqual({ lentTo: 'ben' });
    expect(shown.get('book', 'shelf-1', 'Ulysses')).toBeUndefined();
    expect(shown.get('reader', 'town', 'ann')).toEqual({});
    expect(shown.all('reader', 'town').size).toBe(1);
  });

  it.each([
    ['a key that was not asked for', (shown: Rows) => shown.get('book', 'shelf-1', 'Persuasion')],
    ['all where keys were asked for', (shown: Rows) => shown.all('book', 'shelf-1')],
    ['another owner', (shown: Rows) => shown.get('book', 'shelf-2', 'Emma')],
    ['all of another collection', (shown: Rows) => shown.all('reader', 'shelf-1')],
  ])('throw at a look at %s', (_, look) => {
    const needed = [{ collection: 'book', owner: 'shelf-1', keys: ['Emma'] }];
    expect(() => look(onlyNeeded(rows, needed))).toThrow(/not asked for/);
    expect(() => look(onlyNeeded(rows, []))).toThrow(TypeError);
  });

  it('are asked for once for each owner: every key, or all where one needs all', () => {
    expect(
      mergeNeeds([
        { collection: 'book', owner: 'shelf-1', keys: ['Emma', 'Ulysses'] },
        { collection: 'book', owner: 'shelf-2', keys: 'all' },
        { collection: 'book', owner: 'shelf-1', keys: ['Ulysses', 'Persuasion'] },
        { collection: 'book', owner: 'shelf-2', keys: ['Emma'] },
        { collection: 'reader', owner: 'shelf-1', keys: [] },
      ]),
    ).toEqual([
      { collection: 'book', owner: 'shelf-1', keys: ['Emma', 'Ulysses', 'Persuasion'] },
      { collection: 'book', owner: 'shelf-2', keys: 'all' },
      { collection: 'reader', owner: 'shelf-1', keys: [] },
    ]);
  });
});

import { nearestName, suggestion } from './nearest-name';

const cases: readonly [name: string, names: readonly string[], nearest: string | undefined][] = [
  ['tilte', ['phone', 'title'], 'title'],
  ['TITLE', ['phone', 'title'], 'title'],
  ['titles', ['title'], 'title'],
  ['itle', ['title'], 'title'],
  ['xtitle', ['title'], 'title'],
  ['userPrincipleName', ['userPrincipalName', 'displayName'], 'userPrincipalName'],
  ['mails', ['mai', 'mail'], 'mail'],
  ['salary', ['title', 'phone'], undefined],
  ['ab', ['cd'], undefined],
  ['abcxyz', ['xyzq'], undefined],
  ['', ['title'], undefined],
  ['title', [], undefined],
  ['x'.repeat(100_000), ['x'.repeat(100_000)], undefined],
];

describe('the name that is meant', () => {
  it.each(cases)('by %s', (name, names, nearest) => {
    expect(nearestName(name, names)).toBe(nearest);
    expect(suggestion(name, names)).toBe(nearest === undefined ? '' : `; did you mean ${nearest}?`);
  });
});

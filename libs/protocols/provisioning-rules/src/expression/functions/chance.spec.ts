import { evaluate, failureOf } from './testing/evaluate';

const withSeed = (text: string, seed: string) => String(evaluate(text, {}, { seed }));

const seeds = Array.from({ length: 300 }, (_, index) => `job/${index}/target`);

describe('Guid', () => {
  it.each(seeds.slice(0, 20))('is of version 4 for %s', (seed) => {
    expect(withSeed('Guid()', seed)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('is the same for the same seed and another one for each other', () => {
    expect(withSeed('Guid()', 'a')).toBe(withSeed('Guid()', 'a'));
    expect(new Set(seeds.map((seed) => withSeed('Guid()', seed))).size).toBe(seeds.length);
  });
});

const countIn = (text: string, characters: RegExp): number => text.match(characters)?.length ?? 0;

describe('RandomString', () => {
  it.each(seeds.slice(0, 50))('has what it is asked for, for %s', (seed) => {
    const text = withSeed('RandomString(10, 2, 2, 2, 1, "?,~abc")', seed);
    expect(text).toMatch(/^[!-~]{10}$/);
    expect(text).not.toMatch(/[?,~abc]/);
    expect(countIn(text, /\d/g)).toBeGreaterThanOrEqual(2);
    expect(countIn(text, /[A-Z]/g)).toBeGreaterThanOrEqual(2);
    expect(countIn(text, /[a-z]/g)).toBeGreaterThanOrEqual(1);
    expect(countIn(text, /[^\da-z]/gi)).toBeGreaterThanOrEqual(2);
  });

  it('draws from each kind alike, and puts them in any order', () => {
    const texts = seeds.map((seed) => withSeed('RandomString(2, 1, 0, 1, 0)', seed));
    expect(texts.every((text) => /^(?:\d[A-Z]|[A-Z]\d)$/.test(text))).toBe(true);
    expect(countIn(texts.join(''), /5/g)).toBeGreaterThan(10);
    expect(texts.filter((text) => /^\d/.test(text)).length).toBeGreaterThan(100);
    expect(texts.filter((text) => /\d$/.test(text)).length).toBeGreaterThan(100);
  });

  it('is the same for the same seed, and another one for other wishes', () => {
    expect(withSeed('RandomString(8, 0, 0, 0, 0)', 'a')).toBe(withSeed('RandomString(8, 0, 0, 0, 0)', 'a'));
    expect(withSeed('RandomString(8, 0, 0, 0, 0)', 'a')).not.toBe(withSeed('RandomString(8, 0, 0, 0, 0)', 'b'));
    expect(withSeed('RandomString(9, 0, 0, 0, 0)', 'a')).not.toContain(withSeed('RandomString(8, 0, 0, 0, 0)', 'a'));
  });

  it('can be empty, and as long as may be', () => {
    expect(withSeed('RandomString(0, 0, 0, 0, 0)', 'a')).toBe('');
    expect(withSeed('RandomString(3, "3", 0, 0, 0, )', 'a')).toMatch(/^\d{3}$/);
    expect(withSeed('RandomString(256, 64, 64, 64, 64)', 'a')).toHaveLength(256);
  });

  it.each([
    ['RandomString(257, 0, 0, 0, 0)', 'length is 257, but can be 256 at most'],
    ['RandomString(-1, 0, 0, 0, 0)', 'length is -1, but cannot be negative'],
    ['RandomString(4, 1, 1, 1, 2)', 'length is 4, but the least numbers of characters make 5'],
    ['RandomString("many", 0, 0, 0, 0)', 'length is "many", but has to be a whole number'],
    ['RandomString(4, -1, 0, 0, 0)', 'minNumbers is -1, but cannot be negative'],
    ['RandomString(4, 0, 0, 0, "x")', 'minLower is "x", but has to be a whole number'],
    ['RandomString(4, 1, 0, 0, 0, "0123456789")', 'charsToAvoid leaves nothing to draw from of what is asked for'],
  ])('fails for %s', (text, problem) => {
    expect(failureOf(text)).toBe(`RandomString: ${problem}`);
  });

  it('fails where all characters are to be avoided', () => {
    const all = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');
    expect(failureOf('RandomString(1, 0, 0, 0, 0, [all])', { all })).toMatch(
      /charsToAvoid leaves nothing to draw from$/,
    );
  });
});

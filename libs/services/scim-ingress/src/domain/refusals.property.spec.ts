import fc from 'fast-check';
import { reasonOf } from './refusals';

const texts = fc.array(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud83d', '\udd11', '🔑', 'x'.repeat(499))),
  { maxLength: 6 },
);

describe('the reason of a refusal', () => {
  it('is a text that the database takes, whatever it was made of', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const reason = reasonOf(parts.join(''));
        expect(reason.isWellFormed()).toBe(true);
        expect(reason).not.toContain('\0');
        expect(reason.length).toBeLessThanOrEqual(500);
      }),
    );
  });

  it('is the whole text where that can be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        fc.pre(text.length <= 500 && !text.includes('\0'));
        expect(reasonOf(text)).toBe(text);
      }),
    );
  });
});

import type { ScimError } from '@waybill/scim';
import { cursorSeconds, readCursor, writeCursor } from './page-cursor';

const question = { jobId: 'job', asked: 'User\ntitle pr', count: 5 };
const place = { id: '01a20d80-0000-7000-8000-000000000001', sorted: 'Zoë' };
const now = Date.parse('2026-01-31T12:00:00Z');
const cursor = writeCursor(question, place, 'secret', now);

const refusal = (read: () => unknown): string | undefined => {
  try {
    read();
  } catch (error) {
    return (error as ScimError).scimType;
  }
  return undefined;
};

describe('a cursor', () => {
  it('gives back the place it was made of, in characters that need no escape', () => {
    expect(cursor).toMatch(/^[\w.~-]+$/);
    expect(readCursor(cursor, question, 'secret', now)).toEqual(place);
  });

  it.each([
    ['of another job', { ...question, jobId: 'another' }, 'invalidCursor'],
    ['of another filter', { ...question, asked: 'User\n' }, 'invalidCursor'],
    ['with another count', { ...question, count: 6 }, 'invalidCount'],
  ])('is refused where the question is %s', (_, asked, scimType) => {
    expect(refusal(() => readCursor(cursor, asked, 'secret', now))).toBe(scimType);
  });

  it('is refused with any other last character, which says less than the others do', () => {
    const last = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const taken = last.filter((each) => {
      return refusal(() => readCursor(cursor.slice(0, -1) + each, question, 'secret', now)) === undefined;
    });
    expect(taken).toEqual([cursor.at(-1)]);
  });

  it('ends, and nobody else can make one', () => {
    expect(refusal(() => readCursor(cursor, question, 'secret', now + cursorSeconds * 1_000 + 1_000))).toBe(
      'expiredCursor',
    );
    expect(refusal(() => readCursor(cursor, question, 'another secret', now))).toBe('invalidCursor');
    for (const text of [
      'x',
      '.',
      `${cursor}x`,
      `${cursor}.`,
      `${cursor}=`,
      `${cursor}.x`,
      ` ${cursor}`,
      cursor.slice(1),
      `e30.${cursor.split('.')[1]}`,
      cursor.replace('.', ''),
    ]) {
      expect({ text, refused: refusal(() => readCursor(text, question, 'secret', now)) }).toEqual({
        text,
        refused: 'invalidCursor',
      });
    }
  });
});

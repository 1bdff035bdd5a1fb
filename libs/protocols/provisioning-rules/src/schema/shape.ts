import { either } from './json-value';

/** What a part of a document should look like. */
export type Shape = ScalarShape | WordShape | ListShape | RecordShape;

interface ScalarShape {
  readonly kind: 'scalar';
  /** For messages, e.g. `a text`. */
  readonly phrase: string;
  readonly accepts: (value: unknown) => boolean;
}

interface WordShape {
  readonly kind: 'word';
  readonly phrase: string;
  readonly accepts: (value: unknown) => boolean;
  /** Nothing can be said of what it belongs to where it is another word. */
  readonly binding?: true;
}

export interface ListShape {
  readonly kind: 'list';
  readonly items: Shape;
  readonly most: number;
  /** It is good for nothing where one of its items is wrong. */
  readonly whole?: true;
}

export interface RecordShape {
  readonly kind: 'record';
  readonly members: Readonly<Record<string, Member>>;
}

export interface Member {
  readonly shape: Shape;
  readonly required?: true;
  readonly nullable?: true;
}

export const text: Shape = { kind: 'scalar', phrase: 'a text', accepts: (value) => typeof value === 'string' };

export const name: Shape = {
  kind: 'scalar',
  phrase: 'a text that is not empty',
  accepts: (value) => typeof value === 'string' && value !== '',
};

export const flag: Shape = { kind: 'scalar', phrase: 'true or false', accepts: (value) => typeof value === 'boolean' };

export const integer: Shape = { kind: 'scalar', phrase: 'a whole number', accepts: Number.isSafeInteger };

export const count: Shape = {
  kind: 'scalar',
  phrase: 'a whole number that is not negative',
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};

/** One of some words. */
export const word = (words: readonly string[]): WordShape => ({
  kind: 'word',
  phrase: either(words),
  accepts: (value) => typeof value === 'string' && words.includes(value),
});

/** Some of some words, joined by commas; none of them is the empty text or `None`. */
export const words = (all: readonly string[]): WordShape => ({
  kind: 'word',
  phrase: `some of ${all.join(', ')}, joined by ", "`,
  accepts: (value) =>
    value === '' ||
    value === 'None' ||
    (typeof value === 'string' && value.split(',').every((each) => all.includes(each.trim()))),
});

/** A list of which those items can be looked at that are as they should be. */
export const list = (items: Shape, most: number): ListShape => ({ kind: 'list', items, most });

/** A list that can be looked at only where all of its items are as they should be. */
export const wholeList = (items: Shape, most: number): ListShape => ({ kind: 'list', items, most, whole: true });

/** What should be there, as messages name it. */
export function phraseOf(shape: Shape): string {
  switch (shape.kind) {
    case 'list':
      return 'a list';
    case 'record':
      return 'an object';
    default:
      return shape.phrase;
  }
}

/** A text from outside as it may stand in a letter or in its subject: on one line, without anything invisible. */
export const oneLine = (text: string, longest = 2_000): string =>
  text
    .slice(0, longest)
    // Half a character at the cut is one of them.
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim();

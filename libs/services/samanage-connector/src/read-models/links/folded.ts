/** Texts are compared in any letter case of any language, however their accents are written. */
export const folded = (text: string): string => `lower(normalize(${text}) COLLATE "pg_unicode_fast")`;

/** Whether a text contains another, in SQL. */
export const containsFolded = (text: string, part: string): string => `strpos(${folded(text)}, ${folded(part)}) > 0`;

/** The text on one line, without what a terminal would obey; the server's texts quote others. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');

/** How `name=` compares. */
export interface NameMatching {
  readonly how: 'prefix' | 'contains';
  readonly letterCase: 'any' | 'exact';
}

/**
 * A test of names for `name=`, which is no equality: it matches how a name begins, or what it contains, and takes `*`
 * for anything (samanage-api.md §2.6).
 */
export function nameFilter(wanted: string, { how, letterCase }: NameMatching): (name: string) => boolean {
  const folded = (text: string) => (letterCase === 'any' ? text.toLowerCase() : text);
  const [first = '', ...rest] = folded(how === 'contains' ? `*${wanted}` : wanted).split('*');
  return (name) => {
    const text = folded(name);
    if (!text.startsWith(first)) return false;
    let at = first.length;
    return rest.every((part) => {
      const found = text.indexOf(part, at);
      at = found + part.length;
      return found >= 0;
    });
  };
}

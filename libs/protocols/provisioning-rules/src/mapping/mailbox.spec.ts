import { isMailbox } from './compile-attribute-mapping';

const guest = 'brian_fabrikam.com#EXT#@contoso.onmicrosoft.com';

describe('a mailbox', () => {
  it.each([
    ['adele@contoso.com', true],
    ["brian.o'connor+it@fabrikam.com", true],
    ['a#b@contoso.com', true],
    ['adele', false],
    ['adele@', false],
    ['a b@contoso.com', false],
    ['a@b@contoso.com', false],
    [guest, false],
    [guest.toLowerCase(), false],
  ])('is %s: %p', (text, expected) => expect(isMailbox(text)).toBe(expected));
});

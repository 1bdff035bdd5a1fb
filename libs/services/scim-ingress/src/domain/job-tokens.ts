/** Asks which job the bearer of a token speaks for; the answer is undefined for a token that is not accepted. */
export class FindJobOfToken {
  /** @param digest SHA-256 of the presented token, hexadecimal */
  constructor(readonly digest: string) {}
}

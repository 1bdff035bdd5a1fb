/** What `code` says of an `AddressRefused`, as of other connections that cannot be made. */
export const addressRefusedCode = 'EADDRESSREFUSED';

/** An address that must not be called; nothing was sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly code = addressRefusedCode;

  /** @param why what is wrong, and what to do; without a full stop */
  constructor(why: string) {
    super(`the Tenant URL must not be called: ${why}`);
  }
}

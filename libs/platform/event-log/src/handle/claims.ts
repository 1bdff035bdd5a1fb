import { DomainError } from '@waybill/decider';
import { Overlay } from './working-set';

/** The holder of a key that no stream holds. */
export const nobody = '';

/**
 * Who holds which unique key, as a batch sees it. Keys whose holder was not read yet count as free and are noted, so
 * that a batch is decided once, its keys are read with one query, and it is decided again only if one of them turns
 * out to be held (architecture §4, step 4).
 */
export class ClaimBook {
  /** Keys taken for free without having been read. */
  readonly unread = new Set<string>();
  private readonly holders: Overlay<string>;

  constructor(private readonly read: ReadonlyMap<string, string>) {
    this.holders = new Overlay(read);
  }

  /**
   * Moves a stream's claims from what it held to what it holds now.
   *
   * @throws DomainError `already-exists` when another stream holds one of the new keys
   */
  move(stream: string, before: readonly string[], after: readonly string[]): void {
    for (const key of before) if (!after.includes(key)) this.holders.set(key, nobody);
    for (const key of after) if (!before.includes(key)) this.take(stream, key);
  }

  private take(stream: string, key: string): void {
    if (!this.read.has(key)) this.unread.add(key);
    const holder = this.holders.get(key) ?? nobody;
    if (holder !== nobody && holder !== stream) {
      throw new DomainError('already-exists', 'event-log.claim-held', `another ${kindOf(key)} like this exists`);
    }
    this.holders.set(key, stream);
  }

  settle(): void {
    this.holders.settle();
  }

  forget(): void {
    this.holders.forget();
  }

  /** Key → stream that holds it after the batch, `nobody` for a key that was let go. */
  changes(): ReadonlyMap<string, string> {
    return this.holders.changes();
  }
}

/** Claims are written `kind:…`. */
const kindOf = (key: string): string => key.slice(0, key.indexOf(':')) || key;

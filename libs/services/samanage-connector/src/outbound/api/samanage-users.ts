import { type AccountValues, type SamanageUser, writeShape } from '../../domain/account/account-members';
import type { Calls, Licence } from './calls';
import { askedFor, isExact, type Match } from './matching-attribute';
import { isRecord, pagesOf, recordIn } from './records';
import { SamanageFailure } from './samanage-failure';

/** The users of a Samanage account (samanage-api.md §2). Every method throws a `SamanageFailure`. */
export class SamanageUsers {
  constructor(private readonly calls: Calls) {}

  /** @throws SamanageFailure `not-found` when there is no such user (any more) */
  async get(id: number): Promise<SamanageUser> {
    return recordIn(await this.calls.read(`/users/${id}.json`), 'user');
  }

  /**
   * All users with exactly this value, the disabled ones included: an e-mail address in any letter case, a name in the
   * same. Samanage's own filters match more, so every row is compared again (samanage-api.md §2.6, §8.1).
   */
  async find(match: Match): Promise<SamanageUser[]> {
    const found = new Map<number, SamanageUser>();
    for await (const { records } of pagesOf(this.calls, 'user', { [match.attribute]: askedFor(match) })) {
      for (const user of records) {
        if (isExact(match, user)) found.set(user.id, user);
      }
    }
    return [...found.values()];
  }

  async create(values: AccountValues, licence: Licence): Promise<SamanageUser> {
    const request = { method: 'POST', path: '/users.json', body: { user: writeShape(values) } } as const;
    return recordIn(await this.calls.write(request, licence), 'user');
  }

  /** Writes only what is given; the answer is the whole record. */
  async update(id: number, values: AccountValues, licence: Licence): Promise<SamanageUser> {
    const request = { method: 'PUT', path: `/users/${id}.json`, body: { user: writeShape(values) } } as const;
    const answer = await this.calls.write(request, licence);
    // Some accounts answer an update without a body: then the record is read.
    return isRecord(answer.body) ? recordIn(answer, 'user') : this.get(id).catch(writeIsUnproved);
  }

  async delete(id: number, licence: Licence): Promise<void> {
    await this.calls.write({ method: 'DELETE', path: `/users/${id}.json` }, licence);
  }
}

/** The write was done, but what it led to is not known: that it was is not forgotten. */
export function writeIsUnproved(error: unknown): never {
  throw error instanceof SamanageFailure ? new SamanageFailure('ambiguous', error.code, error.message) : error;
}

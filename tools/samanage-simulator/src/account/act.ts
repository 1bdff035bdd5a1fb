import type { Account } from './account';
import { applySeed, type Seed, type Seeded } from './seed';

/** What happens to an account without a call of the API. */
export type Act =
  | { readonly kind: 'seed'; readonly seed: Seed; readonly at: string }
  | { readonly kind: 'log-in'; readonly userId: number; readonly at: string | null }
  | { readonly kind: 'rename'; readonly userId: number; readonly name: string; readonly at: string };

/** Lets an act happen; the same acts and writes in the same order lead to the same account. */
export function applyAct(account: Account, act: Act): Seeded | undefined {
  if (act.kind === 'seed') return applySeed(account, act.seed, act.at);
  const user = account.users.get(act.userId);
  if (!user) return undefined;
  if (act.kind === 'log-in') {
    user.lastLogin = act.at;
    return undefined;
  }
  account.rename(user, act.name);
  user.updatedAt = act.at;
  return undefined;
}

/**
 * Renames a user so that he goes to the other end of the list, and all rows between move by one place
 * (samanage-api.md §8.9). The owner of the token keeps his name.
 *
 * @param chance from 0 to below 1, decides whom
 */
export function renamingSomebody(account: Account, chance: number, at: string): Act | undefined {
  const { usersInOrder, owner } = account;
  const place = Math.floor(chance * usersInOrder.size);
  const [user] = usersInOrder.slice(place, place + 1);
  if (!user || user === owner) return undefined;
  const end = place < usersInOrder.size / 2 ? 'Zz' : 'Aa';
  return { kind: 'rename', userId: user.id, name: `${end} ${user.name.replace(/^(Aa|Zz) /, '')}`, at };
}

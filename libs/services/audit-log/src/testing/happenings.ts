import type { Tally } from '@waybill/contracts';

export const services = ['scim-ingress', 'mapping', 'samanage-connector'] as const;
export type Service = (typeof services)[number];

/**
 * What an event is to the count of changes; `silent` is one that counts nothing, and `part` tells of a change that a
 * later event opens or passes on. Of what is `unmapped` mapping only says that it is skipped. `begins`: mapping opens
 * the change with this very event, which keeps it, ends it or passes it on.
 */
export type Fact =
  | { readonly is: 'opened'; readonly unmapped?: true }
  | { readonly is: 'part' | 'received' | 'silent' }
  | { readonly is: 'desired' | 'waits'; readonly begins: boolean }
  | { readonly is: 'ended'; readonly begins: boolean; readonly outcome: keyof Tally['ended'] }
  | { readonly is: 'tally'; readonly tally: Tally };

export type Logged = Fact & { readonly job: string };

/** What becomes of a change that mapping begins, in the event that opens it. */
export type Evaluated = 'unchanged' | 'skipped' | 'waits' | 'desired';

/** What can happen next anywhere in the system. `fate` decides what becomes of a change. */
export type Happening =
  | { readonly what: 'push' | 'refusal' | 'other'; readonly job: string }
  /** Of a group, told in parts; where no rules map groups, one part is as good as any other change of what is not. */
  | { readonly what: 'members'; readonly job: string; readonly parts: number; readonly mapped: boolean }
  /** The connector begins a change for a reason of its own; one of members may be told in parts. */
  | { readonly what: 'own'; readonly job: string; readonly parts: number }
  /** Mapping evaluates somebody again of itself; what is passed on may be told in parts. */
  | { readonly what: 'cycle'; readonly job: string; readonly evaluated: Evaluated; readonly parts: number }
  /** `release`: an admin lets go what the deletion brake held back. `call`: the connector tells of one that ends nothing. */
  | { readonly what: 'evaluate' | 'receive' | 'call' | 'end' | 'release'; readonly fate: number }
  | { readonly what: 'count'; readonly service: Service }
  | { readonly what: 'record'; readonly service: Service; readonly fate: number };

/** Something that must never happen, and must show. `waiting`: what waits in mapping is no longer kept there. */
export type Loss = 'none' | 'push' | 'desired' | 'waiting' | 'work' | 'outcome';

/** One of something for each service. */
export const eachOf = <T>(make: () => T): Record<Service, T> => ({
  'scim-ingress': make(),
  mapping: make(),
  'samanage-connector': make(),
});

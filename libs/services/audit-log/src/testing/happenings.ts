import type { Tally } from '@waybill/contracts';

export const services = ['scim-ingress', 'mapping', 'samanage-connector'] as const;
export type Service = (typeof services)[number];

/**
 * What an event is to the count of changes; `silent` is one that counts nothing, and `part` tells of a change that a
 * later event opens. Of what is `unmapped` mapping only says that it is skipped.
 */
export type Fact =
  | { readonly is: 'opened'; readonly unmapped?: true }
  | { readonly is: 'part' | 'desired' | 'received' | 'silent' }
  | { readonly is: 'ended'; readonly outcome: keyof Tally['ended'] }
  | { readonly is: 'tally'; readonly tally: Tally };

export type Logged = Fact & { readonly job: string };

/** What can happen next anywhere in the system. `fate` decides what becomes of a change. */
export type Happening =
  | { readonly what: 'push' | 'reference' | 'refusal' | 'other'; readonly job: string }
  /** Of a group, told in parts; one part is as good as any other change of what is not mapped. */
  | { readonly what: 'members'; readonly job: string; readonly parts: number }
  | { readonly what: 'evaluate' | 'receive' | 'end'; readonly fate: number }
  | { readonly what: 'count'; readonly service: Service }
  | { readonly what: 'record'; readonly service: Service; readonly fate: number };

/** Something that must never happen, and must show. */
export type Loss = 'none' | 'push' | 'desired' | 'work' | 'outcome';

/** One of something for each service. */
export const eachOf = <T>(make: () => T): Record<Service, T> => ({
  'scim-ingress': make(),
  mapping: make(),
  'samanage-connector': make(),
});

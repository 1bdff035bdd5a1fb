import type { Comparison } from './comparison';
import type { ValuePlace } from './value-place';

/** A filter of which every path was found and every literal converted: it can only be evaluated, not fail. */
export type CheckedFilter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly CheckedFilter[] }
  | { readonly kind: 'not'; readonly term: CheckedFilter }
  /** Holds for nothing. */
  | { readonly kind: 'never' }
  /** Some value is there that is not empty. */
  | { readonly kind: 'present'; readonly place: ValuePlace }
  /** Some value compares so. */
  | { readonly kind: 'compare'; readonly place: ValuePlace; readonly comparison: Comparison }
  /** Some element is there for which the filter holds; its places are seen from the element. */
  | { readonly kind: 'some'; readonly place: ValuePlace; readonly filter: CheckedFilter };

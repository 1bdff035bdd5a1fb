import type { PatchPath } from '../filter/parse-filter';
import type { Reading } from '../resource/assigned-values';
import type { AttributePath } from '../schema/attribute-path';
import type { PatchOperation } from './patch-operations';

/** An operation at a place that a schema knows. */
export interface Change {
  readonly op: PatchOperation['op'];
  readonly at: AttributePath;
  readonly filter: PatchPath['filter'];
  readonly value: unknown;
  readonly hasValue: boolean;
  readonly reading: Reading;
}

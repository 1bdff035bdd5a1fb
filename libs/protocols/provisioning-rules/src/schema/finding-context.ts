import type { FindingList } from './finding';
import type { JobSettings } from './job-settings';
import type { AttributeDefinition } from './synchronization-schema';

/** What a rule says that its object mappings are looked at with. */
export interface RuleContext {
  readonly findings: FindingList;
  readonly settings: JobSettings;
  /** The attributes that the schema's source directory has for an object. */
  readonly ownOf: (object: string) => readonly AttributeDefinition[];
}

/** What an object mapping says that its attribute mappings are looked at with. */
export interface MappingContext extends RuleContext {
  readonly object: 'User' | 'Group';
  readonly own: readonly AttributeDefinition[];
  /** Of the object mapping. */
  readonly path: string;
  readonly enabled: boolean;
}

import type { ScopingFilter } from '../scope/scope';

/**
 * A job's rules: Graph's `synchronizationSchema`, kept as it was given (entra-provisioning.md §3.7, §5.4). Members that
 * are not named here are kept too, so that a schema which was exported elsewhere loses nothing here.
 */
export interface SynchronizationSchema {
  readonly id?: string | null;
  /** Changes with every edit; ours is the rules version, as text. */
  readonly version?: string | null;
  readonly directories: readonly DirectoryDefinition[];
  readonly synchronizationRules: readonly SynchronizationRule[];
}

export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

export interface DirectoryDefinition {
  readonly id?: string | null;
  readonly name: string;
  readonly metadata?: readonly MetadataEntry[];
  readonly objects: readonly ObjectDefinition[];
}

export interface ObjectDefinition {
  readonly name: string;
  readonly metadata?: readonly MetadataEntry[];
  readonly attributes: readonly AttributeDefinition[];
}

export const attributeTypes = ['String', 'Integer', 'Reference', 'Binary', 'Boolean', 'DateTime'] as const;

export const mutabilities = ['ReadWrite', 'ReadOnly', 'Immutable', 'WriteOnly'] as const;

export interface AttributeDefinition {
  readonly name: string;
  readonly type: (typeof attributeTypes)[number];
  readonly anchor?: boolean;
  readonly caseExact?: boolean;
  readonly required?: boolean;
  readonly multivalued?: boolean;
  readonly mutability?: (typeof mutabilities)[number];
  /** Of a source attribute of the job's own: `ScimPath` says where SCIM carries it. */
  readonly metadata?: readonly MetadataEntry[];
  readonly referencedObjects?: readonly {
    readonly referencedObjectName: string;
    readonly referencedProperty?: string | null;
  }[];
}

export interface SynchronizationRule {
  readonly id?: string | null;
  readonly name: string;
  readonly editable?: boolean;
  /** The lowest goes first. */
  readonly priority?: number;
  readonly sourceDirectoryName: string;
  readonly targetDirectoryName: string;
  /** Ours are in `job-settings.ts`: who is in scope, and what becomes of whoever leaves it. */
  readonly metadata?: readonly MetadataEntry[];
  readonly objectMappings: readonly ObjectMapping[];
}

export const objectFlows = ['Add', 'Update', 'Delete'] as const;

export interface ObjectMapping {
  readonly name: string;
  readonly enabled: boolean;
  /** Which of `Add`, `Update` and `Delete` are allowed, joined by `, `. */
  readonly flowTypes: string;
  readonly sourceObjectName: string;
  readonly targetObjectName: string;
  readonly metadata?: readonly MetadataEntry[];
  readonly scope: ScopingFilter | null;
  readonly attributeMappings: readonly AttributeMapping[];
}

export const flowTypes = ['Always', 'ObjectAddOnly', 'MultiValueAddOnly', 'ValueAddOnly', 'AttributeAddOnly'] as const;
export const flowBehaviors = ['FlowWhenChanged', 'FlowAlways'] as const;
export const nullPolicies = ['ignore', 'clear', 'default'] as const;

export interface AttributeMapping {
  readonly targetAttributeName: string;
  readonly source: AttributeMappingSource | null;
  readonly defaultValue?: string | null;
  readonly exportMissingReferences?: boolean;
  readonly flowBehavior?: (typeof flowBehaviors)[number];
  readonly flowType?: (typeof flowTypes)[number];
  /** The lowest is tried first; 0 or absent: not a matching attribute. */
  readonly matchingPriority?: number;
  /**
   * What a null does to an account that exists: `ignore` (as Azure AD) leaves the attribute, `clear` empties it,
   * `default` writes the default value. An extension of ours; on creation the default value is written in any case.
   */
  readonly nullPolicy?: (typeof nullPolicies)[number];
}

/** An expression as Graph keeps it: a tree, with its text on each node (entra-provisioning.md §3.7). */
export interface AttributeMappingSource {
  readonly type: 'Attribute' | 'Constant' | 'Function';
  /** Name of the attribute or function, or the constant. */
  readonly name: string;
  readonly expression?: string | null;
  readonly parameters?: readonly {
    readonly key: string;
    readonly value: AttributeMappingSource;
  }[];
}

import { type AttributeDefinition, type JobSettings, readSettings, type SynchronizationSchema } from '../schema';
import { usesMembership } from '../scope';
import { type CompiledObjectMapping, compileObjectMapping } from './compile-object-mapping';

/** A job's rules made ready to be evaluated many times. */
export interface CompiledRules {
  readonly settings: JobSettings;
  readonly users: CompiledObjectMapping;
  /** Undefined where the schema has no mapping for groups. */
  readonly groups: CompiledObjectMapping | undefined;
  /** A filter of users asks for their groups, so that whoever joins or leaves one is to be evaluated again. */
  readonly usesMembership: boolean;
}

/**
 * Compiles a schema to closures, once.
 *
 * @param schema one that `readSchema` gave back without findings
 * @throws Error for any other
 */
export function compileRules(schema: SynchronizationSchema): CompiledRules {
  const settings = readSettings(schema);
  const mappings = schema.synchronizationRules.flatMap(({ objectMappings }) => objectMappings);
  const of = (object: 'User' | 'Group') => {
    const mapping = mappings.find(({ sourceObjectName }) => sourceObjectName === object);
    return (
      mapping && {
        mapping,
        compiled: compileObjectMapping(mapping, settings, { object, own: ownAttributes(schema, object) }),
      }
    );
  };
  const users = of('User');
  if (!users) throw new Error('the schema has no mapping for users');
  return {
    settings,
    users: users.compiled,
    groups: of('Group')?.compiled,
    usesMembership: usesMembership(users.mapping.scope),
  };
}

/** The attributes that a schema's source directory has for its users or groups. */
export function ownAttributes(schema: SynchronizationSchema, object: 'User' | 'Group'): readonly AttributeDefinition[] {
  const source = schema.synchronizationRules[0]?.sourceDirectoryName;
  const directory = schema.directories.find(({ name }) => name === source);
  return directory?.objects.find(({ name }) => name === object)?.attributes ?? [];
}

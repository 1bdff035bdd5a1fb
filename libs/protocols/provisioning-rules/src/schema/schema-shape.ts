import {
  type Member,
  type RecordShape,
  type Shape,
  count,
  flag,
  integer,
  list,
  name,
  text,
  wholeList,
  word,
  words,
} from './shape';
import {
  attributeTypes,
  flowBehaviors,
  flowTypes,
  mutabilities,
  nullPolicies,
  objectFlows,
} from './synchronization-schema';

/** No document that anybody works with comes near these. */
const most = {
  directories: 20,
  objects: 100,
  attributes: 2_000,
  metadata: 200,
  rules: 20,
  objectMappings: 100,
  attributeMappings: 500,
  groups: 100,
  clauses: 100,
  values: 1_000,
  parameters: 10_000,
};

const record = (members: RecordShape['members']): Shape => ({ kind: 'record', members });
const required = (shape: Shape): Member => ({ shape, required: true });
const optional = (shape: Shape): Member => ({ shape });
const orNull = (shape: Shape): Member => ({ shape, nullable: true });

const metadata = optional(wholeList(record({ key: required(name), value: required(text) }), most.metadata));

const attribute = record({
  name: required(name),
  type: required(word(attributeTypes)),
  anchor: optional(flag),
  caseExact: optional(flag),
  required: optional(flag),
  multivalued: optional(flag),
  mutability: optional(word(mutabilities)),
  metadata,
  referencedObjects: optional(
    wholeList(record({ referencedObjectName: required(name), referencedProperty: orNull(name) }), most.objects),
  ),
});

const directory = record({
  id: orNull(text),
  name: required(name),
  metadata,
  objects: required(
    list(
      record({ name: required(name), metadata, attributes: required(list(attribute, most.attributes)) }),
      most.objects,
    ),
  ),
});

const clause = record({
  sourceOperandName: required(name),
  operatorName: required(name),
  targetOperand: required(record({ values: required(wholeList(text, most.values)) })),
});

const filterGroups = required(
  wholeList(record({ name: required(text), clauses: required(wholeList(clause, most.clauses)) }), most.groups),
);

const scope = record({ groups: filterGroups, inputFilterGroups: filterGroups, categoryFilterGroups: filterGroups });

const sourceTypes = ['Attribute', 'Constant', 'Function'];

const parameter = record({
  key: required(text),
  value: {
    required: true,
    // A source holds parameters, and a parameter holds a source.
    get shape() {
      return source;
    },
  },
});

const source: Shape = record({
  type: required({ ...word(sourceTypes), binding: true }),
  name: required(text),
  expression: orNull(text),
  parameters: optional(wholeList(parameter, most.parameters)),
});

const attributeMapping = record({
  targetAttributeName: required(name),
  source: { shape: source, required: true, nullable: true },
  defaultValue: orNull(text),
  exportMissingReferences: optional(flag),
  flowBehavior: optional(word(flowBehaviors)),
  flowType: optional(word(flowTypes)),
  matchingPriority: optional(count),
  nullPolicy: optional(word(nullPolicies)),
});

const objectMapping = record({
  name: required(name),
  enabled: required(flag),
  flowTypes: required(words(objectFlows)),
  sourceObjectName: required(name),
  targetObjectName: required(name),
  metadata,
  scope: { shape: scope, required: true, nullable: true },
  attributeMappings: required(list(attributeMapping, most.attributeMappings)),
});

const rule = record({
  id: orNull(text),
  name: required(name),
  editable: optional(flag),
  priority: optional(integer),
  sourceDirectoryName: required(name),
  targetDirectoryName: required(name),
  metadata,
  objectMappings: required(list(objectMapping, most.objectMappings)),
});

/** What a `synchronizationSchema` looks like (entra-provisioning.md §3.7, §5.4). */
export const schemaShape: Shape = record({
  id: orNull(text),
  version: orNull(text),
  directories: required(list(directory, most.directories)),
  synchronizationRules: required(list(rule, most.rules)),
});

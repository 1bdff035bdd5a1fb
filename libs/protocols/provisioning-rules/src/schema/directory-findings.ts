import { isScimPath, scimPathKey } from '../source';
import type { SoundItem, SoundParts } from './check-structure';
import type { FindingList } from './finding';
import { quoted } from './json-value';
import { suggestion } from './nearest-name';
import { type AttributeNode, findCycles } from './reference-cycles';
import type { AttributeDefinition, DirectoryDefinition, ObjectDefinition } from './synchronization-schema';

/** Tells what is wrong with the directories of a schema: names that come twice, anchors, and references. */
export function findInDirectories(
  directories: readonly SoundItem<DirectoryDefinition>[],
  parts: SoundParts,
  findings: FindingList,
): void {
  findDuplicates('directory', directories, findings);
  for (const { part, path } of directories) {
    const objects = parts.in(part.objects, `${path}.objects`);
    findDuplicates('object', objects, findings);
    for (const { part: object, path: at } of objects)
      findInObject(parts.in(object.attributes, `${at}.attributes`), at, findings);
    findInReferences(objects, parts, findings);
  }
}

/** Tells items that have the name of one before them. */
export function findDuplicates(
  what: string,
  items: readonly SoundItem<{ readonly name: string }>[],
  findings: FindingList,
): void {
  const names = new Set<string>();
  for (const { part, path } of items) {
    if (part.name === undefined) continue;
    if (names.has(part.name))
      findings.error(`${path}.name`, `There is more than one ${what} named ${quoted(part.name)}`);
    names.add(part.name);
  }
}

function findInObject(
  attributes: readonly SoundItem<AttributeDefinition>[],
  path: string,
  findings: FindingList,
): void {
  findDuplicates('attribute', attributes, findings);
  for (const attribute of attributes) findInMetadata(attribute, findings);
  const anchors = attributes.filter(({ part }) => part.anchor);
  if (anchors.length < 2) return;
  const names = anchors.map(({ part }) => part.name ?? '').join(', ');
  findings.error(`${path}.attributes`, `An object has exactly one anchor, but here are ${anchors.length}: ${names}`);
}

function findInMetadata({ part, path }: SoundItem<AttributeDefinition>, findings: FindingList): void {
  (part.metadata ?? []).forEach(({ key, value }, index) => {
    if (key !== scimPathKey || isScimPath(value)) return;
    const message = `Expected a SCIM path such as emails[type eq "work"].value, but found ${quoted(value)}`;
    findings.error(`${path}.metadata[${index}].value`, message);
  });
}

function findInReferences(
  objects: readonly SoundItem<ObjectDefinition>[],
  parts: SoundParts,
  findings: FindingList,
): void {
  const attributesOf = new Map(
    objects.map(({ part, path }) => [part.name ?? '', parts.in(part.attributes, `${path}.attributes`)]),
  );
  const nodes = [...attributesOf].flatMap(([object, attributes]) =>
    attributes.map((attribute) => nodeOf(object, attribute, attributesOf, findings)),
  );
  for (const { path, cycle } of findCycles(nodes)) {
    findings.error(path, `These references never end: ${cycle.join(' → ')}`);
  }
}

type AttributesOf = ReadonlyMap<string, readonly SoundItem<AttributeDefinition>[]>;

function nodeOf(
  object: string,
  { part, path }: SoundItem<AttributeDefinition>,
  attributesOf: AttributesOf,
  findings: FindingList,
): AttributeNode {
  const references = part.referencedObjects ?? [];
  const leadsTo = references.flatMap(({ referencedObjectName, referencedProperty }, index) => {
    const at = `${path}.referencedObjects[${index}]`;
    const attributes = attributesOf.get(referencedObjectName);
    if (!attributes) {
      const message = `There is no object ${quoted(referencedObjectName)} in this directory`;
      findings.error(`${at}.referencedObjectName`, message + suggestion(referencedObjectName, attributesOf.keys()));
      return [];
    }
    if (referencedProperty === undefined || referencedProperty === null) return [];
    const names = attributes.flatMap(({ part: { name } }) => name ?? []);
    if (names.includes(referencedProperty)) return [`${referencedObjectName}.${referencedProperty}`];
    const message = `${referencedObjectName} has no attribute ${quoted(referencedProperty)}`;
    findings.error(`${at}.referencedProperty`, message + suggestion(referencedProperty, names));
    return [];
  });
  return { name: `${object}.${part.name ?? ''}`, path: `${path}.referencedObjects`, leadsTo };
}

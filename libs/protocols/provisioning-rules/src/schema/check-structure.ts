import type { FindingList } from './finding';
import { type ListShape, type Member, phraseOf, type RecordShape, type Shape } from './shape';
import { isRecord, nameOf, quoted } from './json-value';

/** A part of a document, without those of its members that are not as they should be. */
export type Sound<T> = Partial<T>;

/** What of a document can be looked at further although something is wrong with the rest. */
export interface SoundParts {
  /** A part without the members that were told. */
  readonly of: <T extends object>(part: T) => Sound<T>;
  /** The parts in a list, each with its path; what is no part at all was told and is left out. */
  readonly in: <T extends object>(list: readonly T[] | undefined, path: string) => readonly SoundItem<T>[];
}

export interface SoundItem<T> {
  readonly part: Sound<T>;
  readonly path: string;
}

/**
 * Compares a document with what it should look like and tells every difference. Members that no shape names may hold
 * anything.
 */
export function checkStructure(content: unknown, shape: Shape, findings: FindingList): SoundParts {
  const check = new StructureCheck(findings);
  check.isSound(content, shape, '');
  const of = <T extends object>(part: T): Sound<T> => check.withoutBad(part);
  return {
    of,
    in: (list, path) =>
      (list ?? []).flatMap((item: unknown, index) =>
        isRecord(item) ? [{ part: of(item) as never, path: `${path}[${index}]` }] : [],
      ),
  };
}

class StructureCheck {
  private readonly bad = new Map<object, Set<string>>();

  constructor(private readonly findings: FindingList) {}

  withoutBad<T extends object>(part: T): Sound<T> {
    const names = this.bad.get(part);
    if (!names) return part;
    return Object.fromEntries(Object.entries(part).filter(([name]) => !names.has(name))) as Sound<T>;
  }

  /** Whether a value can be taken for what it should be; a word that is not among the possible ones is still a word. */
  isSound(value: unknown, shape: Shape, path: string): boolean {
    switch (shape.kind) {
      case 'record':
        return isRecord(value) ? this.isSoundRecord(value, shape, path) : this.tell(value, shape, path);
      case 'list':
        return Array.isArray(value) ? this.isSoundList(value, shape, path) : this.tell(value, shape, path);
      default:
        return shape.accepts(value) || this.tell(value, shape, path);
    }
  }

  private isSoundRecord(value: Record<string, unknown>, { members }: RecordShape, path: string): boolean {
    const bad = new Set<string>();
    for (const [name, member] of Object.entries(members)) {
      const each = Object.hasOwn(value, name) ? value[name] : undefined;
      if (!this.isSoundMember(each, member, path === '' ? name : `${path}.${name}`)) bad.add(name);
    }
    if (bad.size > 0) this.bad.set(value, bad);
    return bad.size === 0;
  }

  private isSoundMember(value: unknown, { shape, required, nullable }: Member, path: string): boolean {
    if (value === null && nullable) return true;
    if (value !== undefined) return this.isSound(value, shape, path);
    if (required) this.findings.error(path, `Expected ${phraseOf(shape)}, but it is missing`);
    return !required;
  }

  private isSoundList(value: readonly unknown[], { items, most, whole }: ListShape, path: string): boolean {
    if (value.length > most) {
      this.findings.error(path, `Expected at most ${most} of them, but there are ${value.length}`);
      return false;
    }
    const sound = value.map((item, index) => this.isSound(item, items, `${path}[${index}]`));
    return !whole || sound.every(Boolean);
  }

  private tell(value: unknown, shape: Shape, path: string): boolean {
    const isWord = shape.kind === 'word' && typeof value === 'string';
    this.findings.error(path, `Expected ${phraseOf(shape)}, but found ${isWord ? quoted(value) : nameOf(value)}`);
    return isWord && !shape.binding;
  }
}

/** An attribute, and those to which its references lead, by names such as `User.manager`. */
export interface AttributeNode {
  readonly name: string;
  readonly path: string;
  readonly leadsTo: readonly string[];
}

export interface ReferenceCycle {
  /** Of the attribute where it begins. */
  readonly path: string;
  /** The names along it; the last is the first again. */
  readonly cycle: readonly string[];
}

/** The cycles among references, no attribute in more than one of them. */
export function findCycles(nodes: readonly AttributeNode[]): readonly ReferenceCycle[] {
  const left = withoutEnds(nodes);
  const cycles: ReferenceCycle[] = [];
  const seen = new Set<string>();
  for (const name of left.keys()) {
    const cycle = cycleFrom(name, left, seen);
    const first = cycle && left.get(cycle[0] ?? '');
    if (first) cycles.push({ path: first.path, cycle });
  }
  return cycles;
}

/** The nodes from which one can go on for ever. */
function withoutEnds(nodes: readonly AttributeNode[]): Map<string, AttributeNode> {
  const left = new Map(nodes.map((node) => [node.name, node]));
  const open = new Map(nodes.map(({ name, leadsTo }) => [name, new Set(leadsTo).size]));
  const before = Map.groupBy(
    [...left.values()].flatMap(({ name, leadsTo }) => [...new Set(leadsTo)].map((next) => ({ name, next }))),
    ({ next }) => next,
  );
  const ends = [...left.keys()].filter((name) => open.get(name) === 0);
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    left.delete(end);
    for (const { name } of before.get(end) ?? []) {
      const remaining = (open.get(name) ?? 0) - 1;
      open.set(name, remaining);
      if (remaining === 0) ends.push(name);
    }
  }
  return left;
}

function cycleFrom(start: string, nodes: ReadonlyMap<string, AttributeNode>, seen: Set<string>): string[] | undefined {
  const walked = new Map<string, number>();
  const names: string[] = [];
  for (
    let name: string | undefined = start;
    name !== undefined;
    name = nodes.get(name)?.leadsTo.find((next) => nodes.has(next))
  ) {
    const first = walked.get(name);
    if (first !== undefined) return [...names.slice(first), name];
    if (seen.has(name)) return undefined;
    seen.add(name);
    walked.set(name, names.length);
    names.push(name);
  }
  return undefined;
}

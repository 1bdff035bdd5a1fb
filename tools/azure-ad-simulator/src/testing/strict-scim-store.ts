/** What a POST or a PATCH carries. */
export interface WrittenBody {
  readonly schemas?: readonly string[];
  readonly Operations?: readonly Operation[];
  readonly [attribute: string]: unknown;
}

export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** A resource of the double: what was written, by path; the members of a group as ids. */
export interface StoredResource {
  readonly id: string;
  readonly values: Record<string, unknown>;
  readonly members: Set<string>;
}

export interface StoreAnswer {
  readonly status: number;
  readonly body?: object;
}

type Kind = 'Users' | 'Groups';

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly scimType: string,
    detail: string,
  ) {
    super(detail);
  }
}

const invalid = (detail: string) => new Refusal(400, 'invalidValue', detail);

const matchingAttribute = { Users: 'userName', Groups: 'displayName' } as const;
const coreSchema = (kind: Kind) => `urn:ietf:params:scim:schemas:core:2.0:${kind.slice(0, -1)}`;
const patchMessage = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const listMessage = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const manager = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
const term = /^(\w+) eq ("(?:[^"\\]|\\.)*")(?: and |$)/;

/** Users and groups as a server that reads RFC 7644 strictly keeps them; what it does not know, it refuses. */
export class StrictScimStore {
  readonly Users = new Map<string, StoredResource>();
  readonly Groups = new Map<string, StoredResource>();
  private made = 0;

  /** Answers a request with a status and, except 204, a body. */
  answer(method: string, url: URL, body: WrittenBody): StoreAnswer {
    const [, name, id] = url.pathname.split('/');
    if (name !== 'Users' && name !== 'Groups') return { status: 404, body: {} };
    try {
      if (method === 'GET') return this.list(name, url.searchParams);
      if (method === 'POST') return this.create(name, body);
      return this.change(method, name, id ?? '', body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, scimType, message } = error;
      const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error'];
      return { status, body: { schemas, status: String(status), scimType, detail: message } };
    }
  }

  /** The group of this name, for assertions. */
  group(displayName: string): StoredResource | undefined {
    return [...this.Groups.values()].find(({ values }) => values.displayName === displayName);
  }

  private list(kind: Kind, query: URLSearchParams): StoreAnswer {
    const tests = testsOf(query.get('filter') ?? '');
    const found = [...this[kind].values()].filter((resource) => tests.every((test) => test(resource)));
    const rendered = found.map((resource) => render(kind, resource, query.get('excludedAttributes')));
    const counts = { totalResults: found.length, startIndex: 1, itemsPerPage: found.length };
    return { status: 200, body: { schemas: [listMessage], ...counts, Resources: rendered } };
  }

  private create(kind: Kind, body: WrittenBody): StoreAnswer {
    if (!body.schemas?.includes(coreSchema(kind))) throw invalid('the core schema is not named');
    if (body.members !== undefined) throw invalid('Azure AD creates groups empty');
    this.refuseTaken(kind, body[matchingAttribute[kind]]);
    this.made += 1;
    const resource = { id: `${kind.toLowerCase()}-${this.made}`, values: { ...body }, members: new Set<string>() };
    this[kind].set(resource.id, resource);
    return { status: 201, body: render(kind, resource, null) };
  }

  private change(method: string, kind: Kind, id: string, body: WrittenBody): StoreAnswer {
    const resource = this[kind].get(id);
    if (!resource) throw new Refusal(404, '', `no resource ${id}`);
    if (method === 'DELETE') return this.delete(kind, id);
    for (const operation of operationsOf(body)) this.apply(kind, resource, operation);
    return kind === 'Groups' ? { status: 204 } : { status: 200, body: render(kind, resource, null) };
  }

  private delete(kind: Kind, id: string): StoreAnswer {
    this[kind].delete(id);
    for (const { members } of this.Groups.values()) members.delete(id);
    return { status: 204 };
  }

  private apply(kind: Kind, resource: StoredResource, operation: Operation): void {
    const { path, value } = operation;
    if (path?.startsWith('members')) this.applyMembers(resource, operation);
    else if (isRemoval(operation)) delete resource.values[path ?? ''];
    else this.assign(kind, resource, path === undefined ? (value as StoredResource['values']) : { [path]: value });
  }

  private assign(kind: Kind, { id, values }: StoredResource, assigned: StoredResource['values']): void {
    const name = assigned[matchingAttribute[kind]];
    if (name !== undefined) this.refuseTaken(kind, name, id);
    Object.assign(values, assigned);
  }

  private applyMembers({ members }: StoredResource, operation: Operation): void {
    for (const id of namedMembers(operation)) {
      if (isRemoval(operation)) members.delete(id);
      else if (this.Users.has(id) || this.Groups.has(id)) members.add(id);
      else throw invalid(`no member ${id}`);
    }
  }

  private refuseTaken(kind: Kind, name: unknown, by?: string): void {
    const attribute = matchingAttribute[kind];
    const others = [...this[kind].values()].filter(({ id }) => id !== by);
    if (others.some(({ values }) => sameText(values[attribute], name))) {
      throw new Refusal(409, 'uniqueness', `${attribute} "${name}" is taken`);
    }
  }
}

function operationsOf({ schemas, Operations = [] }: WrittenBody): readonly Operation[] {
  if (schemas?.[0] !== patchMessage || Operations.length === 0) throw invalid('not a PatchOp');
  const unknown = Operations.find(({ op }) => !['add', 'replace', 'remove'].includes(op.toLowerCase()));
  if (unknown) throw invalid(`no operation ${unknown.op}`);
  return Operations;
}

const isRemoval = ({ op }: Operation) => op.toLowerCase() === 'remove';

/** Members as objects, or the one that a path selects (scim.md §1.4). */
function namedMembers(operation: Operation): string[] {
  const { path = '', value } = operation;
  const selected = /^members\[value eq ("[^"]*")\]$/.exec(path)?.[1];
  if (selected !== undefined && isRemoval(operation)) return [JSON.parse(selected) as string];
  if (path !== 'members' || !Array.isArray(value)) throw invalid(`no members at ${path}`);
  return (value as { readonly value: string }[]).map((member) => member.value);
}

/** Only `eq` and `and`, all that Azure AD sends (scim.md §1.1). */
function testsOf(filter: string): ((resource: StoredResource) => boolean)[] {
  const tests = [];
  for (let rest = filter; rest !== '';) {
    const [whole, attribute, literal] = term.exec(rest) ?? [];
    const wanted = comparisons[attribute ?? ''];
    if (whole === undefined || !wanted) throw new Refusal(400, 'invalidFilter', `cannot read "${rest}"`);
    const value = JSON.parse(literal ?? '') as string;
    tests.push((resource: StoredResource) => wanted(resource, value));
    rest = rest.slice(whole.length);
  }
  return tests;
}

const sameText = (one: unknown, other: unknown) => String(one).toLowerCase() === String(other).toLowerCase();

const comparisons: Readonly<Record<string, (resource: StoredResource, value: string) => boolean>> = {
  id: ({ id }, value) => id === value,
  userName: ({ values }, value) => sameText(values.userName, value),
  displayName: ({ values }, value) => sameText(values.displayName, value),
  manager: ({ values }, value) => values[manager] === value,
  members: ({ members }, value) => members.has(value),
};

function render(kind: Kind, { id, values, members }: StoredResource, excluded: string | null): object {
  const shown =
    kind === 'Groups' && excluded !== 'members' ? { members: [...members].map((value) => ({ value })) } : {};
  return { ...values, schemas: [coreSchema(kind)], id, ...shown };
}

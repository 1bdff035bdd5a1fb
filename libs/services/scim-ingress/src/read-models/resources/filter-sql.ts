import { badRequest, type CheckedFilter, type ResourceType, type Step, type ValuePlace } from '@waybill/scim';
import {
  type Bind,
  type FilterColumns,
  isServers,
  type Operand,
  rowOperand,
  serverOperand,
  type ValueRows,
} from './filter-columns';
import { comparisonOf, existence, presence } from './filter-comparisons';

/**
 * A filter as a condition of SQL: TRUE for those that match, FALSE or NULL for all others, as WHERE takes it
 * (scim.md §2.2). What the filter says and what schemas name is bound, never part of the text.
 *
 * @param bind called once for each parameter, with a text
 * @throws ScimError `invalidFilter` for what is known and cannot be asked here, as `meta.location`
 */
export function filterCondition(type: ResourceType, filter: CheckedFilter, columns: FilterColumns, bind: Bind): string {
  const sql = new FilterSql(type, columns, bind);
  const terms = conjuncts(filter);
  const within = terms.filter((term) => sql.readsResource(term));
  const elsewhere = terms.filter((term) => !within.includes(term)).map((term) => sql.condition(term));
  if (within.length === 0) return elsewhere.join(' AND ');
  // A large resource is stored compressed; so it is unpacked once a row, not once a term.
  const condition = within.map((term) => sql.condition(term)).join(' AND ');
  const unpacked = `(SELECT (${columns.resource}) || '{}'::jsonb AS resource OFFSET 0) AS unpacked`;
  return [...elsewhere, `(SELECT ${condition} FROM ${unpacked})`].join(' AND ');
}

const conjuncts = (filter: CheckedFilter): readonly CheckedFilter[] =>
  filter.kind === 'and' ? filter.terms.flatMap(conjuncts) : [filter];

/** What a condition says of a value. */
type Test = (operand: Operand) => string;

class FilterSql {
  private readonly rows: ReadonlyMap<string, ValueRows>;
  private readonly names = new Map<string, string>();
  private elements = 0;

  constructor(
    private readonly type: ResourceType,
    private readonly columns: FilterColumns,
    private readonly bind: Bind,
  ) {
    this.rows = new Map(Object.entries({ ...columns.apart, ...columns.derived }));
  }

  /** Whether the resource itself is needed to evaluate a filter. */
  readsResource(filter: CheckedFilter): boolean {
    if (filter.kind === 'never') return false;
    if (filter.kind === 'not') return this.readsResource(filter.term);
    if ('terms' in filter) return filter.terms.some((term) => this.readsResource(term));
    return !this.rows.has(filter.place.holder) && !isServers(filter.place.holder);
  }

  /** @param element what stands in brackets is asked of; the whole resource where it is left out */
  condition(filter: CheckedFilter, element?: Operand): string {
    switch (filter.kind) {
      case 'and':
      case 'or':
        return `(${filter.terms.map((term) => this.condition(term, element)).join(` ${filter.kind.toUpperCase()} `)})`;
      case 'not':
        // NULL is as good as FALSE everywhere but here, where it must become TRUE.
        return `((${this.condition(filter.term, element)}) IS NOT TRUE)`;
      case 'never':
        return 'FALSE';
      case 'present':
        return this.some(filter.place, element, presence);
      case 'compare':
        return this.some(filter.place, element, (operand) => {
          return comparisonOf(operand, filter.comparison, this.bind) ?? refuse(filter.place);
        });
      case 'some':
        return this.some(filter.place, element, (operand) => {
          return `(${existence(operand)} AND ${this.condition(filter.filter, operand)})`;
        });
    }
  }

  /** That some value at a place passes a test. */
  private some(place: ValuePlace, element: Operand | undefined, test: Test): string {
    if (element) return this.behind(element, place.steps, place, test);
    const { holder } = place;
    const behindHolder = place.path === holder ? [] : place.steps.slice(-1);
    const known = serverOperand(holder, this.columns, () => this.bind(this.type.name));
    if (known) return this.behind(known, behindHolder, place, test);
    const rows = this.rows.get(holder);
    if (rows) {
      const condition = this.behind(rowOperand(rows), behindHolder, place, test);
      return `EXISTS (SELECT FROM ${rows.from} WHERE ${rows.where} AND ${condition})`;
    }
    // What is not in the resource must not look as if nobody had it.
    if (holder === this.type.apart || holder === this.type.memberOf) refuse(place);
    return this.behind({ kind: 'json', value: 'unpacked.resource', text: 'NULL' }, place.steps, place, test);
  }

  /** That some value at the end of a way passes a test. */
  private behind(operand: Operand, steps: readonly Step[], place: ValuePlace, test: Test): string {
    const [step, ...rest] = steps;
    if (!step) return test(operand);
    const onwards: Test = (next) => this.behind(next, rest, place, test);
    if (operand.kind === 'json') return this.member(operand.value, step, onwards);
    return onwards((operand.kind === 'complex' ? operand.member(step.name) : undefined) ?? refuse(place));
  }

  private member(json: string, { name, multiValued }: Step, test: Test): string {
    const [value, text] = [`(${json} -> ${this.nameOf(name)})`, `(${json} ->> ${this.nameOf(name)})`];
    if (!multiValued) return test({ kind: 'json', value, text });
    const element = `e${(this.elements += 1)}`;
    const condition = test({ kind: 'json', value: `${element}.value`, text: `(${element}.value #>> '{}')` });
    // In a select list its rows are not stored between, which is half the time for a few elements.
    const elements = `(SELECT jsonb_path_query(${value}, 'lax $[*]') AS value) AS ${element}`;
    return `EXISTS (SELECT FROM ${elements} WHERE ${condition})`;
  }

  /** A name is bound once, however often it stands in the filter. */
  private nameOf(name: string): string {
    const bound = this.names.get(name) ?? `${this.bind(name)}::text`;
    this.names.set(name, bound);
    return bound;
  }
}

/** @throws ScimError `invalidFilter`, always */
function refuse({ path }: ValuePlace): never {
  throw badRequest('invalidFilter', `"${path}" cannot be filtered by.`);
}

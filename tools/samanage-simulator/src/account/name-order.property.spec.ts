import fc from 'fast-check';
import { NameOrder } from './name-order';

interface Row {
  readonly id: number;
  name: string;
}

const name = fc.stringMatching(/^[aAbB]{1,3}$/);
/** Adds a row, removes one, or renames one; which one is a matter of the number. */
const steps = fc.array(fc.record({ kind: fc.constantFrom('add', 'remove', 'rename'), which: fc.nat(), name }), {
  maxLength: 40,
});

const key = (row: Row) => row.name.toLowerCase();
const inOrder = (rows: readonly Row[]) =>
  [...rows].sort((one, other) => (key(one) === key(other) ? one.id - other.id : key(one) < key(other) ? -1 : 1));

describe('a list in the order of names', () => {
  it('is what sorting would give, after anything that happens to its rows', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (happened, chosen) => {
        const order = new NameOrder<Row>();
        let rows: Row[] = [];
        happened.forEach((step, index) => {
          const row = rows[step.which % (rows.length || 1)];
          if (step.kind === 'add' || !row) {
            const added = { id: index, name: step.name };
            rows.push(added);
            order.add(added);
            return;
          }
          order.remove(row);
          rows = rows.filter((each) => each !== row);
          if (step.kind === 'remove') return;
          row.name = step.name;
          rows.push(row);
          order.add(row);
        });
        expect(order.size).toBe(rows.length);
        expect(order.slice(0, rows.length)).toEqual(inOrder(rows));
        const some = rows.filter((_, index) => index % ((chosen % 20) + 1) === 0);
        expect(order.sorted(some)).toEqual(inOrder(some));
        expect(order.filter((row) => some.includes(row))).toEqual(inOrder(some));
      }),
    );
  });
});

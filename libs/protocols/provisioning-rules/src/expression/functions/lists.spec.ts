import type { Result } from '../value';
import { type Attributes, evaluate, failureOf } from './testing/evaluate';

const role = { value: 'a', displayName: 'A' };
const values: Attributes = {
  absent: null,
  empty: '',
  many: ['b', ' a', '', 'b', 'B'],
  numbers: [1, 2, 1],
  none: [],
  roles: [role, { ...role }, { value: 'b' }],
};

const results: readonly [text: string, result: Result][] = [
  ['Join("-", [many])', 'b- a-b-B'],
  ['Join("-", [absent], [empty], [none])', ''],
  ['Join([absent], "a", [numbers])', 'a121'],
  ['Join(", ", "a", , "b")', 'a, b'],
  ['Split([absent], ",")', []],
  ['Split([empty], ",")', []],
  ['Split("a,,b, ", ",")', ['a', '', 'b', '']],
  ['Split("a b", )', ['a', 'b']],
  ['Split("a b", "")', ['a b']],
  ['Split("a<>b>c", "<>")', ['a', 'b>c']],
  ['Split(Join(",", "a", [absent], "b"), ",")', ['a', 'b']],
  ['Trim([absent])', ''],
  ['Trim("\t\u00a0a b\n")', 'a b'],
  ['Trim([many])', ['b', 'a', '', 'b', 'B']],
  ['RemoveDuplicates([many])', ['b', ' a', '', 'B']],
  ['RemoveDuplicates([numbers])', [1, 2]],
  ['RemoveDuplicates([roles])', [role, { value: 'b' }]],
  ['RemoveDuplicates([absent])', null],
  ['RemoveDuplicates("a")', 'a'],
  ['Count([many])', 5],
  ['Count([none])', 0],
  ['Count([absent])', 0],
  ['Count([empty])', 0],
  ['Count("a")', 1],
  ['Item([many], 1)', 'b'],
  ['Item([many], "5")', 'B'],
  ['Item([roles], 3)', { value: 'b' }],
  ['Item("a", 1)', 'a'],
];

const failures: readonly [text: string, message: string][] = [
  ['Item([many], 0)', 'Item: index is 0, which is out of bounds: attribute has 5 values'],
  ['Item([many], 6)', 'Item: index is 6, which is out of bounds: attribute has 5 values'],
  ['Item([many], -1)', 'Item: index is -1, which is out of bounds: attribute has 5 values'],
  ['Item([absent], 1)', 'Item: index is 1, which is out of bounds: attribute has no values'],
  ['Item("a", 2)', 'Item: index is 2, which is out of bounds: attribute has one value'],
  ['Item([many], "b")', 'Item: index is "b", but has to be a whole number'],
  ['Join("-", [roles])', 'Join: source is a complex value'],
  ['Join([many], "a")', 'Join: separator has many values: take one with Item, or join them'],
  ['Split([many], ",")', 'Split: source has many values: take one with Item, or join them'],
  ['Trim([roles])', 'Trim: value is a complex value'],
];

describe('the functions of lists', () => {
  it.each(results)('%s comes to %j', (text, result) => {
    expect(evaluate(text, values)).toEqual(result);
  });

  it.each(failures)('%s fails', (text, message) => {
    expect(failureOf(text, values)).toBe(message);
  });
});

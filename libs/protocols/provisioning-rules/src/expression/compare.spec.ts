import { comparisonOf } from './compare';
import { comparisonOperators } from './expression';
import type { Value } from './value';

const orders: readonly [left: Value, right: Value, order: '<' | '=' | '>'][] = [
  [null, '', '='],
  [null, null, '='],
  ['', null, '='],
  [null, 'a', '<'],
  ['a', null, '>'],
  ['USA', 'USA', '='],
  ['USA', 'usa', '<'],
  ['é', 'z', '>'],
  ['1', 1, '='],
  ['01', '1.0', '='],
  ['+1', '1', '='],
  ['9', '10', '<'],
  [-9, '-10', '>'],
  ['9', '10a', '>'],
  ['', 0, '<'],
  [' 1', 1, '<'],
  ['0.5', '0.25', '>'],
  ['9223372036854775807', '9223372036854775806', '>'],
  ['-9223372036854775807', '-9223372036854775806', '<'],
  ['+9223372036854775807', '9223372036854775807', '='],
  ['9223372036854775807', 5, '>'],
  ['9223372036854775808', '9223372036854775808.0', '='],
  ['True', 'False', '>'],
  ['1'.repeat(101), '2', '<'],
];

const holding: Readonly<Record<'<' | '=' | '>', readonly string[]>> = {
  '<': ['<>', '<', '<='],
  '=': ['=', '>=', '<='],
  '>': ['<>', '>', '>='],
};

const mirrored = { '<': '>', '=': '=', '>': '<' } as const;

describe('a comparison', () => {
  it.each(orders)('of %j with %j finds %s', (left, right, order) => {
    for (const operator of comparisonOperators) {
      const compare = comparisonOf(operator);
      expect([operator, compare(left, right)]).toEqual([
        operator,
        holding[order].includes(operator) ? 'True' : 'False',
      ]);
      expect([operator, compare(right, left)]).toEqual([
        operator,
        holding[mirrored[order]].includes(operator) ? 'True' : 'False',
      ]);
    }
  });

  it('fails where a side is not a single value', () => {
    expect(() => comparisonOf('=')(['a'], 'a')).toThrow('=: left has many values');
    expect(() => comparisonOf('<')('a', [])).toThrow('<: right has many values');
    expect(() => comparisonOf('=')('a', { value: 'a' })).toThrow('=: right is a complex value');
  });
});

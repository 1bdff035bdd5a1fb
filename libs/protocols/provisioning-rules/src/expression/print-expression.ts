import type { Expression } from './expression';
import { longestExpression } from './tokens';

interface Style {
  readonly comma: string;
  readonly aroundOperator: string;
  readonly escape: (text: string) => string;
}

const canonical: Style = {
  comma: ', ',
  aroundOperator: ' ',
  escape: (text) => text.replaceAll(/["\\]/g, '\\$&'),
};

/** Without blanks, and a backslash is doubled only where it would be read otherwise. */
const narrow: Style = {
  comma: ',',
  aroundOperator: '',
  escape: (text) => text.replaceAll(/"|\\(?=["\\]|$)/g, '\\$&'),
};

/**
 * The text of an expression as we write it: one blank after each comma and around each comparison, every backslash
 * doubled, arguments that were left out kept, as in `Replace([x], , "rx", , "", , )` (entra-provisioning.md §4.1). Where
 * that would be longer than an expression may be, it is written without blanks, so that what could be read once can be
 * read again.
 */
export function printExpression(tree: Expression): string {
  const text = print(tree, canonical);
  return text.length > longestExpression ? print(tree, narrow) : text;
}

function print(tree: Expression, style: Style): string {
  switch (tree.kind) {
    case 'constant':
      return typeof tree.value === 'number' ? String(tree.value) : `"${style.escape(tree.value)}"`;
    case 'attribute':
      return `[${tree.name}]`;
    case 'keyword':
      return tree.name;
    case 'comparison':
      return [print(tree.left, style), tree.operator, print(tree.right, style)].join(style.aroundOperator);
    case 'call':
      return `${tree.name}(${tree.arguments.map((each) => (each ? print(each, style) : '')).join(style.comma)})`;
  }
}

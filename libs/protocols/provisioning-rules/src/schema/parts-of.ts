import type { Expression } from '../expression';

/** An expression and everything it is made of, in the order in which it is written. */
export function partsOf(tree: Expression): readonly Expression[] {
  switch (tree.kind) {
    case 'call':
      return [tree, ...tree.arguments.flatMap((argument) => (argument ? partsOf(argument) : []))];
    case 'comparison':
      return [tree, ...partsOf(tree.left), ...partsOf(tree.right)];
    default:
      return [tree];
  }
}

import { type ASTNode, BREAK, Kind, visit } from 'graphql';
import type { SelectionScope } from './collect-fields.ts';

/** Returns true if a part of a document depends on variables, fragments that it spreads included. */
export function usesVariables({ fragments }: Pick<SelectionScope, 'fragments'>, part: ASTNode): boolean {
  const seen = new Set<string>();
  let found = false;
  look(part);
  return found;

  function look(node: ASTNode): void {
    visit(node, {
      Variable() {
        found = true;
        return BREAK;
      },
      [Kind.FRAGMENT_SPREAD]({ name: { value: name } }) {
        const fragment = fragments[name];
        if (!fragment || seen.has(name)) return;
        seen.add(name);
        look(fragment);
      },
    });
  }
}

import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** What callers may ask the schema about itself: everything; single types; nothing. */
export type Introspection = 'full' | 'type' | 'off';

/** Refuses the introspection that is not allowed. Callers without credentials never come this far. */
export function useIntrospection(allowed: Introspection): Plugin {
  if (allowed === 'full') return {};
  const refused: ReadonlySet<string> = new Set(allowed === 'type' ? ['__schema'] : ['__schema', '__type']);

  // Named, since Yoga's cache of validated documents tells rules apart by their names.
  function IntrospectionRule(context: ValidationContext): ASTVisitor {
    return {
      Field(node) {
        if (!refused.has(node.name.value)) return;
        context.reportError(
          new GraphQLError(`The field "${node.name.value}" is not answered here (INTROSPECTION=${allowed}).`, {
            nodes: node,
            extensions: { code: 'INTROSPECTION_DISABLED' },
          }),
        );
      },
    };
  }

  return {
    onValidate({ addValidationRule }) {
      addValidationRule(IntrospectionRule);
    },
  };
}

import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Introspection } from '../../config/security-config.ts';
import type { ErrorCode } from '../../http/error-codes.ts';

/** Returns the error of an introspection query, with the alternatives for caller and operator. */
export function introspectionDisabled(thing: string, allowed: Introspection): { message: string; code: ErrorCode } {
  const file =
    allowed === 'type'
      ? 'load /schema.graphql with the same credentials'
      : "take schema.graphql from the gateway's repository";
  return {
    message: `${thing} is not allowed (INTROSPECTION=${allowed}): set INTROSPECTION=full, or ${file}.`,
    code: 'INTROSPECTION_DISABLED',
  };
}

/** Rejects introspection that is not allowed. Callers without credentials are rejected earlier. */
export function useIntrospection(allowed: Introspection): Plugin {
  if (allowed === 'full') return {};
  const refused: ReadonlySet<string> = new Set(allowed === 'type' ? ['__schema'] : ['__schema', '__type']);

  // Named, since Yoga's cache of validation results distinguishes rules by their names.
  function IntrospectionRule(context: ValidationContext): ASTVisitor {
    return {
      Field(node) {
        if (!refused.has(node.name.value)) return;
        const { message, code } = introspectionDisabled(`The field "${node.name.value}"`, allowed);
        context.reportError(new GraphQLError(message, { nodes: node, extensions: { code } }));
      },
    };
  }

  return {
    onValidate({ addValidationRule }) {
      addValidationRule(IntrospectionRule);
    },
  };
}

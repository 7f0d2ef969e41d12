import { type ExecutionArgs, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Removes suggested names of the schema from error messages, if introspection is restricted. It replaces the functions
 * that make messages: in a finished message, the caller's own text may look like a suggestion.
 */
export function useNoSuggestions(): Plugin {
  return {
    onValidate({ setValidationFn }) {
      setValidationFn((schema, document, rules, options, typeInfo) =>
        validate(schema, document, rules, { ...options, hideSuggestions: true }, typeInfo),
      );
    },
    onExecute({ args }) {
      (args as ExecutionArgs).hideSuggestions = true;
    },
  };
}

import { type ExecutionArgs, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Keeps names of the schema that the caller did not write out of error messages, for where introspection is restricted.
 * The names are left out where messages are made: a message holds the caller's own text, which may look like a suggestion.
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

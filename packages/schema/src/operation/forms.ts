import { GraphQLIncludeDirective, GraphQLSkipDirective, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { compileOperation, type CompileScope } from './compile.ts';
import type { CompiledOperation, Values } from './compiled.ts';

/** The compiled forms of an operation: each combination of the variables of `@skip` and `@include` has its own. */
export interface Forms {
  /** The names of the variables of `@skip` and `@include`. */
  readonly conditions: readonly string[];
  /** @param variables coerced */
  of(variables: Values): CompiledOperation;
}

/** Maximum number of cached forms of one operation: each condition doubles the possible ones. */
export const MAX_FORMS = 8;

/** As long as the document that an operation is part of. */
const formsOfOperations = new WeakMap<OperationDefinitionNode, Forms>();

/** Returns the forms of an operation, each of which is compiled when it is asked for first. */
export function formsOf(source: Omit<CompileScope, 'variableValues'>): Forms {
  return formsOfOperations.getOrInsertComputed(source.operation, () => createForms(source));
}

function createForms({ schema, fragments, operation }: Omit<CompileScope, 'variableValues'>): Forms {
  const conditions = conditionsOf(operation, fragments);
  const compiled = new Map<string, CompiledOperation>();
  /** Of calls whose combination has no place of its own. */
  const ofCalls = new WeakMap<Values, CompiledOperation>();
  return {
    conditions,
    of(variables) {
      const key = conditions.map((name) => String(variables[name])).join();
      const known = compiled.get(key) ?? ofCalls.get(variables);
      if (known) return known;
      const variableValues = Object.fromEntries(conditions.map((name) => [name, variables[name]]));
      const type = schema.getQueryType();
      if (!type) throw new TypeError('The schema has no queries.');
      const form = compileOperation({ schema, fragments, operation, variableValues }, type);
      if (compiled.size < MAX_FORMS) compiled.set(key, form);
      else ofCalls.set(variables, form);
      return form;
    },
  };
}

function conditionsOf(operation: OperationDefinitionNode, fragments: CompileScope['fragments']): readonly string[] {
  const own = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const names = new Set<string>();
  for (const part of [operation, ...Object.values(fragments)]) {
    visit(part, {
      Directive({ name, arguments: values = [] }) {
        if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) return;
        for (const { value } of values) {
          if (value.kind === Kind.VARIABLE && own.has(value.name.value)) names.add(value.name.value);
        }
      },
    });
  }
  return [...names];
}

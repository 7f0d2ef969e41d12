import {
  defaultFieldResolver,
  type DocumentNode,
  getArgumentValues,
  getOperationAST,
  type GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  Kind,
  getNamedType,
  OperationTypeNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, type FieldNodes } from './collect-fields.ts';
import type { CompiledField, CompiledOperation, Values, Write } from './compiled.ts';
import type { CompileScope } from './compile-scope.ts';
import { selectionWriter } from './put-selection.ts';
import { usesVariables } from './uses-variables.ts';
import { writerOf } from './writer-of.ts';

/**
 * Compiles one operation of a document that is valid.
 * @param conditions values of the variables that `@skip` and `@include` depend on
 * @returns nothing for what only graphql-js executes: introspection, and what is no query
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  conditions: Values = {},
): CompiledOperation | undefined {
  const operation = getOperationAST(document, operationName);
  const type = schema.getQueryType();
  if (!type || operation?.operation !== OperationTypeNode.QUERY) return undefined;
  const fragments = Object.fromEntries(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  const scope: CompileScope = {
    schema,
    fragments,
    variableValues: conditions,
    operation,
    selection: (each, nodes) => compileSelection(scope, each, nodes),
  };
  try {
    const write = scope.selection(type, [operation]);
    return { operation, write: (run) => write(run, undefined) };
  } catch (error) {
    if (error instanceof NotCompiled) return undefined;
    throw error;
  }
}

/** Thrown for what is left to graphql-js. */
class NotCompiled extends Error {}

/** Compiles what is selected on an object type into the writer of such objects. */
function compileSelection(
  scope: CompileScope,
  type: GraphQLObjectType,
  nodes: Parameters<typeof collectFields>[2],
): Write {
  const fields = [...collectFields(scope, type, nodes)].map(([key, same], index) =>
    compileField(scope, type, key, same, index),
  );
  return selectionWriter(fields);
}

function compileField(
  scope: CompileScope,
  parent: GraphQLObjectType,
  key: string,
  nodes: FieldNodes,
  index: number,
): CompiledField {
  const [node] = nodes;
  const head = `${index === 0 ? '' : ','}${JSON.stringify(key)}:`;
  const definition = node.name.value === '__typename' ? TypeNameMetaFieldDef : parent.getFields()[node.name.value];
  if (!definition || isIntrospectionType(getNamedType(definition.type))) throw new NotCompiled();
  const coordinate = `${parent.name}.${definition.name}`;
  const dependent = (node.arguments ?? []).some((argument) => usesVariables(scope, argument));
  const below = nodes.some(({ selectionSet }) => selectionSet !== undefined && usesVariables(scope, selectionSet));
  const readArguments = (variables: Values): Values => getArgumentValues(definition, node, variables);
  const { resolve = defaultFieldResolver } = definition;
  return {
    key,
    head,
    resolve,
    read: isReader(resolve) ? resolve : undefined,
    fixedArguments: dependent ? undefined : fixed(readArguments),
    readArguments,
    usesVariables: below,
    copies: definition.extensions.copies,
    info: {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType: parent,
      schema: scope.schema,
      fragments: scope.fragments,
      rootValue: undefined,
      operation: scope.operation,
      variableValues: scope.variableValues,
    },
    ...writerOf(scope, definition.type, nodes, coordinate),
  };
}

/** True for a resolver with one parameter, as those of an upstream's fields are: most of an answer is written by them. */
function isReader(resolve: unknown): resolve is (source: unknown) => unknown {
  return (resolve as (...parameters: unknown[]) => unknown).length === 1;
}

/** Arguments that do not depend on variables; nothing for those that do not fit, which is an error of each call. */
function fixed(read: (variables: Values) => Values): Values | undefined {
  try {
    return read({});
  } catch {
    return undefined;
  }
}

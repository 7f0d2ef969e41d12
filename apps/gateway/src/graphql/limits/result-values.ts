import { MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE } from '@contacts/core';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What it takes to read an operation. */
export interface OperationScope {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Entries of a list that only the upstream knows the length of: phones, requisites, groups. */
const USUAL_LENGTH = 10;
/** Portals have dozens of them. */
const CUSTOM_FIELDS = 25;

/**
 * How many values an answer could have, if every page is full: what it costs to make and to send it. Only called with
 * documents that have few fields, so that spreading fragments out ends.
 */
export function resultValues(scope: OperationScope, operation: OperationDefinitionNode): number {
  return below(operation.selectionSet, 'Query', 1);

  /** @param rows how many entries `nodes` and `edges` have here */
  function below({ selections }: SelectionSetNode, typeName: string, rows: number): number {
    return selections.reduce((total, node) => {
      if (node.kind === Kind.FIELD) return total + valuesOf(node, typeName, rows);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : scope.fragments.get(node.name.value);
      if (!fragment) return total;
      return total + below(fragment.selectionSet, fragment.typeCondition?.name.value ?? typeName, rows);
    }, 0);
  }

  function valuesOf(node: FieldNode, typeName: string, rows: number): number {
    const field = fieldOf(scope.schema, typeName, node.name.value);
    if (!field) return 1;
    const type = getNamedType(field.type);
    const entries = isListType(getNullableType(field.type)) ? lengthOf(field, argumentsOf(field, node), rows) : 1;
    if (!node.selectionSet || !isCompositeType(type)) return entries;
    const rowsBelow = 'first' in argumentsByName(field) ? pageSize(argumentsOf(field, node)) : rows;
    return entries * (1 + below(node.selectionSet, type.name, rowsBelow));
  }

  function argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
    try {
      return getArgumentValues(field, node, scope.variables);
    } catch {
      // Arguments that do not fit are refused where the field is resolved.
      return {};
    }
  }
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string): GraphQLField<unknown, unknown> | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

function argumentsByName({ args }: GraphQLField<unknown, unknown>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(args.map((arg) => [arg.name, arg]));
}

function lengthOf({ name }: GraphQLField<unknown, unknown>, { ids, names }: Arguments, rows: number): number {
  if (name === 'nodes' && ids === undefined) return rows;
  if (name === 'edges') return rows;
  const given = ids ?? names;
  if (Array.isArray(given)) return given.length;
  return name === 'customFields' ? CUSTOM_FIELDS : USUAL_LENGTH;
}

function pageSize({ first, last }: Arguments): number {
  const size = Number(first ?? last ?? DEFAULT_PAGE_SIZE);
  return Math.min(Math.max(size, 0), MAX_PAGE_SIZE);
}

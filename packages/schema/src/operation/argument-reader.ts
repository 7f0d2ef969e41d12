import {
  type FieldNode,
  getArgumentValues,
  type GraphQLArgument,
  type GraphQLField,
  isNonNullType,
  isRequiredArgument,
  Kind,
  valueFromAST,
  type ValueNode,
  visit,
} from 'graphql';
import type { Values } from './compiled.ts';

/** Reads the arguments of a field. @throws GraphQLError if a value does not fit */
export type ReadArguments = (variables: Values) => Values;

/**
 * Compiles the arguments of a field: constants are read once, and variables in the place of whole arguments are taken as
 * they were coerced. The rest is left to graphql-js: lists and objects with variables in them, and what is an error.
 */
export function argumentReader(definition: GraphQLField<unknown, unknown>, node: FieldNode): ReadArguments {
  const readAll: ReadArguments = (variables) => getArgumentValues(definition, node, variables);
  const nodes = new Map((node.arguments ?? []).map(({ name, value }) => [name.value, value]));
  const parts = definition.args.map((argument) => partOf(argument, nodes.get(argument.name)));
  if (!parts.every((part) => part !== undefined)) return readAll;
  return (variables) => readParts(parts, variables) ?? readAll(variables);
}

/** One argument: a constant, or a variable with what stands for it if it is absent. `undefined` is no value. */
interface ArgumentPart {
  readonly name: string;
  readonly variable: string | undefined;
  readonly value: unknown;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
}

function partOf(argument: GraphQLArgument, node: ValueNode | undefined): ArgumentPart | undefined {
  const { name, type, defaultValue } = argument;
  const part = { name, isRequired: isRequiredArgument(argument), isNullable: !isNonNullType(type) };
  if (!node) return { ...part, variable: undefined, value: defaultValue };
  if (node.kind === Kind.VARIABLE) return { ...part, variable: node.name.value, value: defaultValue };
  const value: unknown = hasVariables(node) ? undefined : valueFromAST(node, type);
  return value === undefined ? undefined : { ...part, variable: undefined, value };
}

export function hasVariables(node: ValueNode): boolean {
  let found = false;
  visit(node, { Variable: () => void (found = true) });
  return found;
}

/** Returns the arguments; `undefined` if one is missing or null that must not be. */
function readParts(parts: readonly ArgumentPart[], variables: Values): Values | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, variable, value: own, isRequired, isNullable } of parts) {
    const value = variable !== undefined && Object.hasOwn(variables, variable) ? variables[variable] : own;
    if (value === undefined ? isRequired : value === null && !isNullable) return undefined;
    if (value !== undefined) values[name] = value;
  }
  return values;
}

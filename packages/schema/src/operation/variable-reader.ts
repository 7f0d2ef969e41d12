import {
  getVariableValues,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  typeFromAST,
  type TypeNode,
  valueFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import type { Values } from './compiled.ts';

/** Coerces the variables of a call; `undefined` for those that do not fit. */
export type ReadVariables = (raw: Values) => Values | undefined;

/**
 * Compiles the variables of an operation. Values that their types take as they are, are taken; one that has to be coerced
 * or refused leaves all to graphql-js.
 */
export function variableReader(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): ReadVariables {
  const readAll: ReadVariables = (raw) => getVariableValues(schema, variableDefinitions, raw, { maxErrors: 1 }).coerced;
  const variables = variableDefinitions.map((definition) => usualVariable(schema, definition));
  if (!variables.every((variable) => variable !== undefined)) return readAll;
  return (raw) => readUsual(variables, raw) ?? readAll(raw);
}

/** A variable of a scalar that every GraphQL schema has. */
interface UsualVariable {
  readonly name: string;
  readonly isNullable: boolean;
  /** The coerced default; `undefined` without one. */
  readonly value: unknown;
  readonly takes: (value: unknown) => boolean;
}

const usualValues: Readonly<Record<string, UsualVariable['takes']>> = {
  Int: (value) => typeof value === 'number' && (value | 0) === value,
  Float: (value) => typeof value === 'number' && Number.isFinite(value),
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
};

function usualVariable(schema: GraphQLSchema, definition: VariableDefinitionNode): UsualVariable | undefined {
  const { variable, type: node, defaultValue } = definition;
  const type = inputTypeOf(schema, node);
  const named: unknown = isNonNullType(type) ? type.ofType : type;
  // A name of which an assignment would not make a member is left to graphql-js.
  if (!type || !isScalarType(named) || variable.name.value === '__proto__') return undefined;
  const isNullable = !isNonNullType(type);
  const takes = isSpecifiedScalarType(named) ? usualValues[named.name] : undefined;
  return (
    takes && { name: variable.name.value, isNullable, value: defaultValue && valueFromAST(defaultValue, type), takes }
  );
}

function inputTypeOf(schema: GraphQLSchema, node: TypeNode): GraphQLInputType | undefined {
  const type: unknown = typeFromAST(schema, node);
  return isInputType(type) ? type : undefined;
}

function readUsual(variables: readonly UsualVariable[], raw: Values): Values | undefined {
  const values: Record<string, unknown> = {};
  for (const { name, isNullable, value: own, takes } of variables) {
    if (Object.hasOwn(raw, name)) {
      const value = raw[name];
      if (value === null ? !isNullable : !takes(value)) return undefined;
      values[name] = value;
    } else if (own !== undefined) values[name] = own;
    else if (!isNullable) return undefined;
  }
  return values;
}

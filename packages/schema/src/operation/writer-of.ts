import {
  defaultTypeResolver,
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldNodes } from './collect-fields.ts';
import type { CompileScope } from './compile-scope.ts';
import type { Position, Write } from './compiled.ts';
import { leafWriter } from './leaf.ts';
import { putList } from './put.ts';

/** Compiles the type of a field, or of a list's entries, into what writes its values. */
export function writerOf(
  scope: CompileScope,
  type: GraphQLOutputType,
  nodes: FieldNodes,
  coordinate: string,
): Position & { readonly leaf: ReturnType<typeof leafWriter> | undefined } {
  const nullableType: GraphQLNullableType = getNullableType(type);
  const position = { nodes, coordinate, nullable: !isNonNullType(type) };
  if (isLeafType(nullableType)) {
    const leaf = leafWriter(nullableType);
    return { ...position, leaf, write: (run, value) => void (run.text += leaf(value)) };
  }
  return {
    ...position,
    leaf: undefined,
    write: compositeWriter(scope, nullableType as GraphQLOutputType, nodes, coordinate),
  };
}

function compositeWriter(scope: CompileScope, type: GraphQLOutputType, nodes: FieldNodes, coordinate: string): Write {
  if (isListType(type)) {
    const entry = writerOf(scope, type.ofType as GraphQLOutputType, nodes, coordinate);
    return (run, values) => putList(run, entry, values);
  }
  if (isObjectType(type)) return objectWriter(scope, type, nodes);
  return abstractWriter(scope, type as GraphQLAbstractType, nodes, coordinate);
}

function objectWriter(scope: CompileScope, type: GraphQLObjectType, nodes: FieldNodes): Write {
  const write = scope.selection(type, nodes);
  const { isTypeOf } = type;
  if (!isTypeOf) return write;
  const info = { schema: scope.schema } as GraphQLResolveInfo;
  return (run, value) => {
    if (!isTypeOf(value, run.context, info)) {
      throw new GraphQLError(`Expected value of type "${type.name}" but got another.`, { nodes });
    }
    write(run, value);
  };
}

/** Each type that a value can be of has a writer of its own. */
function abstractWriter(scope: CompileScope, type: GraphQLAbstractType, nodes: FieldNodes, coordinate: string): Write {
  const writers = new Map(
    scope.schema.getPossibleTypes(type).map((each) => [each.name, objectWriter(scope, each, nodes)] as const),
  );
  const typeNameOf = type.resolveType ?? defaultTypeResolver;
  const info = { schema: scope.schema } as GraphQLResolveInfo;
  return (run, value) => {
    const name = typeNameOf(value, run.context, info, type);
    const write = typeof name === 'string' ? writers.get(name) : undefined;
    if (!write) throw new GraphQLError(`No type of "${type.name}" fits the value of field ${coordinate}.`, { nodes });
    write(run, value);
  };
}

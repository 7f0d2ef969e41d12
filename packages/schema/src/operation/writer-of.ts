import {
  defaultTypeResolver,
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FieldNodes } from './collect-fields.ts';
import type { CompiledSelection, Position, Write } from './compiled.ts';
import { leafWriter } from './leaf.ts';
import { type ListCopier, putList } from './put-list.ts';
import { copierOf, selectionWriter } from './put-selection.ts';

/** Compiles the type of a field, or of a list's entries, into a writer of its values. */
export function writerOf(
  scope: { readonly schema: GraphQLSchema },
  type: GraphQLOutputType,
  nodes: FieldNodes,
  coordinate: string,
  selections: readonly CompiledSelection[],
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
    write: compositeWriter(scope, nullableType as GraphQLOutputType, nodes, coordinate, selections),
  };
}

function compositeWriter(
  scope: { readonly schema: GraphQLSchema },
  type: GraphQLOutputType,
  nodes: FieldNodes,
  coordinate: string,
  selections: readonly CompiledSelection[],
): Write {
  if (isListType(type)) {
    const entry = writerOf(scope, type.ofType as GraphQLOutputType, nodes, coordinate, selections);
    const copied = listCopier(type.ofType as GraphQLOutputType, selections);
    return (run, values) => putList(run, entry, values, copied);
  }
  const writers = new Map(
    selections.map((selection) => {
      const object = scope.schema.getType(selection.type) as GraphQLObjectType;
      return [selection.type, objectWriter(scope, object, nodes, selectionWriter(selection.fields))] as const;
    }),
  );
  if (isObjectType(type)) return writers.get(type.name) as Write;
  return abstractWriter(scope, type as GraphQLAbstractType, nodes, coordinate, writers);
}

/** Returns what copies entries of a list; `undefined` where each of them is looked at. */
function listCopier(type: GraphQLOutputType, [selection]: readonly CompiledSelection[]): ListCopier | undefined {
  const entryType = getNullableType(type);
  // Without a parameter, a check of types holds for any value.
  const isUnchecked = isObjectType(entryType) && (entryType.isTypeOf?.length ?? 0) === 0;
  return isUnchecked && selection ? copierOf(selection.fields) : undefined;
}

function objectWriter(
  scope: { readonly schema: GraphQLSchema },
  type: GraphQLObjectType,
  nodes: FieldNodes,
  write: Write,
): Write {
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
function abstractWriter(
  scope: { readonly schema: GraphQLSchema },
  type: GraphQLAbstractType,
  nodes: FieldNodes,
  coordinate: string,
  writers: ReadonlyMap<string, Write>,
): Write {
  const typeNameOf = type.resolveType ?? defaultTypeResolver;
  const info = { schema: scope.schema } as GraphQLResolveInfo;
  return (run, value) => {
    const name = typeNameOf(value, run.context, info, type);
    const write = typeof name === 'string' ? writers.get(name) : undefined;
    if (!write) throw new GraphQLError(`No type of "${type.name}" fits the value of field ${coordinate}.`, { nodes });
    write(run, value);
  };
}

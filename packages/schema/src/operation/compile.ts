import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  isAbstractType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type OperationDefinitionNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { argumentReader, hasVariables } from './argument-reader.ts';
import { collectFields, type FieldNodes, type SelectionScope } from './collect-fields.ts';
import type { CompiledField, CompiledOperation, CompiledSelection, Values } from './compiled.ts';
import { selectionWriter } from './put-selection.ts';
import { writerOf } from './writer-of.ts';

/**
 * Compiles an operation of a valid document in one traversal: each selection becomes the list of its fields, with their
 * requirements, their arguments, and the writers of their values.
 * @param scope with the values of the variables that `@skip` and `@include` depend on
 */
export function compileOperation(scope: CompileScope, type: GraphQLObjectType): CompiledOperation {
  const { operation } = scope;
  const compiler = new Compiler(scope);
  const root = compiler.root(type);
  const write = selectionWriter(root.fields);
  const { isComplete, refusal } = compiler;
  return { operation, root, isComplete, refusal, write: (run) => write(run, undefined) };
}

/** The input for compiling an operation. */
export interface CompileScope extends SelectionScope {
  readonly operation: OperationDefinitionNode;
}

class Compiler implements CompileScope {
  readonly schema;
  readonly fragments;
  readonly variableValues;
  readonly operation;
  isComplete = true;
  refusal: GraphQLError | undefined;
  /** The upstream fields of records that are read by their ids, by type. */
  readonly #ofRecords = new Map<string, Set<string>>();

  constructor({ schema, fragments, variableValues, operation }: CompileScope) {
    this.schema = schema;
    this.fragments = fragments;
    this.variableValues = variableValues;
    this.operation = operation;
  }

  selection(type: GraphQLObjectType, nodes: Parameters<typeof collectFields>[2], isRecord = false): CompiledSelection {
    const collected = [...collectFields(this, type, nodes)];
    const fields: CompiledField[] = [];
    for (const [key, same] of collected) {
      const definition = definitionOf(type, same);
      if (definition) fields.push(this.#field(type, definition, key, same, fields.length));
      else this.isComplete = false;
    }
    const own = fields.flatMap(({ requires }) => requires?.fields ?? []);
    return {
      type: type.name,
      fields,
      upstreamFields: isRecord ? this.#shared(type.name, own) : new Set(own),
      isFixed: fields.every(
        ({ fixedArguments, selections }) => fixedArguments !== undefined && selections.every(isFixed),
      ),
    };
  }

  root(type: GraphQLObjectType): CompiledSelection {
    try {
      return this.selection(type, [this.operation]);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      this.isComplete = false;
      this.refusal = error;
      return { type: type.name, fields: [], upstreamFields: new Set(), isFixed: false };
    }
  }

  /** A record that is needed in several places is read once, with the fields of all of them. */
  #shared(type: string, fields: readonly string[]): ReadonlySet<string> {
    const shared = this.#ofRecords.getOrInsertComputed(type, () => new Set());
    for (const field of fields) shared.add(field);
    return shared;
  }

  #field(
    parent: GraphQLObjectType,
    definition: GraphQLField<unknown, unknown>,
    key: string,
    nodes: FieldNodes,
    index: number,
  ): CompiledField {
    const [node] = nodes;
    const dependent = (node.arguments ?? []).some(({ value }) => hasVariables(value));
    const readArguments = argumentReader(definition, node);
    const { resolve = defaultFieldResolver, type } = definition;
    const { requires } = definition.extensions;
    const { selections, refusal } = this.#below(definition, nodes);
    return {
      key,
      head: `${index === 0 ? '' : ','}${JSON.stringify(key)}:`,
      requires,
      selections,
      refusal,
      resolve,
      read: isReader(resolve) ? resolve : undefined,
      fixedArguments: dependent ? undefined : fixed(readArguments),
      readArguments,
      copies: definition.extensions.copies,
      isList: isListType(getNullableType(type)),
      // Of pages, the arguments are kept with it.
      hasOneInfo: selections.every(isFixed) && !(dependent && requires?.connection),
      info: {
        fieldName: definition.name,
        fieldNodes: nodes,
        returnType: type,
        parentType: parent,
        schema: this.schema,
        fragments: this.fragments,
        rootValue: undefined,
        operation: this.operation,
        variableValues: this.variableValues,
        selections,
      },
      ...writerOf(this, type, nodes, `${parent.name}.${definition.name}`, selections),
    };
  }

  /** A condition without a value is an error of the field around it, and of no other; graphql-js has it. */
  #below(
    { type, extensions }: GraphQLField<unknown, unknown>,
    nodes: FieldNodes,
  ): Pick<CompiledField, 'selections' | 'refusal'> {
    const isRecord = extensions.requires?.relation !== undefined || extensions.requires?.records !== undefined;
    try {
      const named = getNamedType(type);
      const types = isAbstractType(named) ? this.schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
      return { selections: types.map((each) => this.selection(each, nodes, isRecord)), refusal: undefined };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      this.isComplete = false;
      return { selections: [], refusal: error };
    }
  }
}

function isFixed(selection: CompiledSelection): boolean {
  return selection.isFixed;
}

/** Returns the definition of a field; nothing for introspection, which only graphql-js executes. */
function definitionOf(parent: GraphQLObjectType, [node]: FieldNodes): GraphQLField<unknown, unknown> | undefined {
  if (node.name.value === '__typename') return TypeNameMetaFieldDef;
  const definition = parent.getFields()[node.name.value];
  return definition && !isIntrospectionType(getNamedType(definition.type)) ? definition : undefined;
}

/** True for a resolver with one parameter, as those of an upstream's fields are: most of an answer is written by them. */
function isReader(resolve: unknown): resolve is (source: unknown) => unknown {
  return (resolve as (...parameters: unknown[]) => unknown).length === 1;
}

/** Returns arguments that do not depend on variables; `undefined` for invalid ones, which are an error of each call. */
function fixed(read: (variables: Values) => Values): Values | undefined {
  try {
    return read({});
  } catch {
    return undefined;
  }
}

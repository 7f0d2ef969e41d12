import type { FieldNode, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import type { SelectionScope } from '../selection.ts';
import type { Write } from './compiled.ts';

/** The input for compiling a part of an operation. `variableValues` are those that `@skip` and `@include` depend on. */
export interface CompileScope extends SelectionScope {
  readonly operation: OperationDefinitionNode;
  /** Compiles what is selected on an object type into the writer of such objects. */
  readonly selection: (type: GraphQLObjectType, nodes: readonly Pick<FieldNode, 'selectionSet'>[]) => Write;
}

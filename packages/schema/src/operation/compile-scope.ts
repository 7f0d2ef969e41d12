import type { FieldNode, GraphQLObjectType, OperationDefinitionNode } from 'graphql';
import type { SelectionScope } from './collect-fields.ts';
import type { CompiledSelection } from './compiled.ts';

/** The input for compiling a part of an operation. `variableValues` are those that `@skip` and `@include` depend on. */
export interface CompileScope extends SelectionScope {
  readonly operation: OperationDefinitionNode;
  /**
   * Compiles what is selected on an object type.
   * @param isRecord true for records that are read by their ids, which all places of the operation share
   */
  readonly selection: (
    type: GraphQLObjectType,
    nodes: readonly Pick<FieldNode, 'selectionSet'>[],
    isRecord?: boolean,
  ) => CompiledSelection;
}

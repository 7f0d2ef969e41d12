import type { GraphQLFieldResolver, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { FieldNodes } from './collect-fields.ts';
import type { Run } from './run.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Writes a value that is there. Throws what makes the nearest nullable place around it null. */
export type Write = (run: Run, value: unknown) => void;

/** A place of an answer: a field of an object, or an entry of a list. */
export interface Position {
  readonly nodes: FieldNodes;
  /** Type and field, for errors. */
  readonly coordinate: string;
  readonly nullable: boolean;
  readonly write: Write;
}

/** One field of a selection. */
export interface CompiledField extends Position {
  readonly key: string;
  /** The text in front of its value: a comma behind another field, its key, a colon. */
  readonly head: string;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  /** The arguments, if they are the same in every call. */
  readonly fixedArguments: Values | undefined;
  /** Reads the arguments of one call. @throws GraphQLError if a variable's value does not fit */
  readonly readArguments: (variables: Values) => Values;
  /** True if anything selected below it depends on variables. */
  readonly usesVariables: boolean;
  /** The resolver's `info`, without a path, which differs from row to row. */
  readonly info: Omit<GraphQLResolveInfo, 'path'>;
  /** Present if the resolver looks at its source alone: it is called with nothing else then. */
  readonly read: ((source: unknown) => unknown) | undefined;
  /** For a field of a leaf type: the text of a value that is not null. */
  readonly leaf: ((value: unknown) => string) | undefined;
}

/** An operation, ready to be run for any caller. */
export interface CompiledOperation {
  readonly operation: OperationDefinitionNode;
  /** Writes the value of `data`. */
  readonly write: (run: Run) => void;
}

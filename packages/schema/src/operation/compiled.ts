import type { CopiedMember } from '@contacts/core';
import type { GraphQLError, GraphQLFieldResolver, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { FieldNodes } from './collect-fields.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Writes a value that is there. Throws what makes the nearest nullable place around it null. */
export type Write = (run: Run, value: unknown) => void;

/** One call of a compiled operation, as far as writers use it. */
export interface Run {
  readonly context: unknown;
  readonly errors: GraphQLError[];
  /** The text of the current frame behind its last piece; each character is one byte of UTF-8. */
  text: string;
  /** The response path of the place that is being written. */
  path: (string | number)[];
  /** Returns the arguments of a field, the same wherever in the answer its selection is applied. */
  argumentsOf(field: CompiledField): Values;
  /** Returns a resolver's `info`; one object for the whole call. */
  infoOf(field: CompiledField): CompiledField['info'];
  /** Returns the error with its place; one that already has one came from below. */
  located(nodes: FieldNodes, error: unknown): GraphQLError;
  /** Writes a value at a place that can be null on its own: an error below ends there. */
  putNullable(position: Position, value: unknown): void;
  /** Leaves a place for a value that is still to come. */
  defer(position: Position, value: PromiseLike<unknown>): void;
}

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
  /** The member of an upstream's row that it shows as it is, if it does. */
  readonly copies: Pick<CopiedMember, 'name' | 'kind'> | undefined;
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

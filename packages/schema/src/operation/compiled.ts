import type { ByteText, CopiedMember, PageRequirements } from '@contacts/core';
import type { GraphQLError, GraphQLFieldResolver, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import type { FieldNodes } from './collect-fields.ts';
import type { FieldRequirements } from './field-requirements.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Writes a value that is not null. Throws an error that nulls the nearest nullable position around it. */
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
  /** Returns the text of a value on its own; `undefined` if a part of it is still to come or is an error. */
  textOf(position: Position, value: unknown): ByteText | undefined;
  /** Reserves a position for the value of a promise. */
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

/** A selection on the objects of one type. */
export interface CompiledSelection {
  readonly type: string;
  readonly fields: readonly CompiledField[];
  /** The upstream fields that it is made of; of records that are read by their ids, those of the whole operation. */
  readonly upstreamFields: ReadonlySet<string>;
  /** True if nothing in it depends on variables. */
  readonly isFixed: boolean;
}

/** One field of a selection. */
export interface CompiledField extends Position {
  readonly key: string;
  readonly requires: FieldRequirements | undefined;
  /** The selections below, one for each object type that its values can be of. */
  readonly selections: readonly CompiledSelection[];
  /** The error of a selection below that graphql-js refuses when it executes it. */
  readonly refusal: GraphQLError | undefined;
  /** The text in front of its value: a comma behind another field, its key, a colon. */
  readonly head: string;
  readonly resolve: GraphQLFieldResolver<unknown, unknown>;
  /** The arguments, if they are the same in every call. */
  readonly fixedArguments: Values | undefined;
  /** Reads the arguments of one call. @throws GraphQLError if a variable's value does not fit */
  readonly readArguments: (variables: Values) => Values;
  readonly isList: boolean;
  /** The member of an upstream's row that it shows unchanged, if any. */
  readonly copies: Pick<CopiedMember, 'name' | 'kind'> | undefined;
  /** True if `info` serves every call: nothing that the resolver reads of it depends on variables. */
  readonly hasOneInfo: boolean;
  /** The resolver's `info`, with the selections below in the place of a path, which differs from row to row. */
  readonly info: CompiledInfo;
  /** Present if the resolver looks at its source alone: it is called with nothing else then. */
  readonly read: ((source: unknown) => unknown) | undefined;
  /** For a field of a leaf type: the text of a value that is not null. */
  readonly leaf: ((value: unknown) => string) | undefined;
}

/** The `info` of resolvers; in compiled operations with the selections below, in others with a path. */
export interface CompiledInfo extends Omit<GraphQLResolveInfo, 'path'> {
  readonly selections?: readonly CompiledSelection[];
  /** The page that a field of the root reads, set by its first call with this object: all have the same arguments. */
  page?: PageRequirements;
}

/** An operation, ready to be planned and run for any caller. */
export interface CompiledOperation {
  readonly operation: OperationDefinitionNode;
  readonly root: CompiledSelection;
  /** False if only graphql-js executes it: introspection. */
  readonly isComplete: boolean;
  /** The error of a root selection whose fields cannot be collected: nothing of the operation can be executed. */
  readonly refusal: GraphQLError | undefined;
  /** Writes the value of `data`. */
  readonly write: (run: Run) => void;
}

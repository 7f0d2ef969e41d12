import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/**
 * An operation as text that carries the types of its result and variables, as codegen's client preset writes it with
 * `documentMode: 'string'`. Plain text is one too: its result is `unknown`.
 */
export type TypedDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & {
  /** The text of the operation. A document that codegen parsed (`documentMode: 'graphQLAST'`) has none, and is rejected. */
  trim(): string;
  toString(): string;
  /** Holds `hash`, the id of the operation in the manifest of trusted documents. */
  readonly __meta__?: Readonly<Record<string, unknown>> | undefined;
};

/** Returns the id of a document in the manifest of trusted documents, if codegen gave it one. */
export function documentIdOf({ __meta__ }: TypedDocument<unknown, never>): string | undefined {
  const hash = __meta__?.['hash'];
  return typeof hash === 'string' ? hash : undefined;
}

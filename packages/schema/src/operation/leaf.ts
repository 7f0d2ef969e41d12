import { type ByteText, toByteText } from '@contacts/core';
import { GraphQLError, type GraphQLLeafType, isSpecifiedScalarType } from 'graphql';

/** Writes a value of a leaf type as JSON in bytes. Throws what graphql-js throws for a value that the type does not have. */
export type WriteLeaf = (value: unknown) => ByteText;

/** Returns the writer of a leaf type; the usual forms of the specified scalars take a shorter way to the same text. */
export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const serialized = (value: unknown): string => serialize(type, value);
  if (!isSpecifiedScalarType(type)) return serialized;
  switch (type.name) {
    case 'String':
    case 'ID':
      return (value) => (typeof value === 'string' ? quoted(value) : serialized(value));
    case 'Int':
      return (value) => (isInt(value) ? String(value) : serialized(value));
    case 'Boolean':
      return (value) => (value === true ? 'true' : value === false ? 'false' : serialized(value));
    default:
      return serialized;
  }
}

function serialize(type: GraphQLLeafType, value: unknown): string {
  const result = serializeSafely(type, value);
  if (result === null || result === undefined) {
    throw new Error(`Expected \`${type.name}.serialize(…)\` to return non-nullable value, returned: ${String(result)}`);
  }
  if (typeof result === 'string') return quoted(result);
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- undefined for a function or symbol, whatever its type says
  return toByteText(JSON.stringify(result) ?? 'null');
}

/** An error of a scalar is one of the field that it stands at: it has no place of its own. */
function serializeSafely(type: GraphQLLeafType, value: unknown): unknown {
  try {
    return type.serialize(value);
  } catch (error) {
    if (error instanceof GraphQLError) throw new Error(error.message, { cause: error });
    throw error;
  }
}

function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}

/** Characters that JSON escapes: quotes, backslashes, control characters and halves of surrogate pairs. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): ByteText {
  return toByteText(special.test(text) ? JSON.stringify(text) : `"${text}"`);
}

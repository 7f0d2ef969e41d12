import type { ByteText, CopiedMember, DictionaryName, Entity, Loaded } from '@contacts/core';
import { fromByteText } from '@contacts/core';
import type { Context } from '../context.ts';
import type { CompiledField } from './compiled.ts';

/** A field of rows that shows records of which they have the keys: users and companies by their ids, entries by their codes. */
export interface Related {
  readonly field: CompiledField;
  /** The member of a row that has the key. */
  readonly member: CopiedMember;
  /** Equal for fields whose records are read as one. */
  readonly from: Entity | DictionaryName;
  /** @param keys as JSON */
  readonly load: (context: Context, keys: ReadonlySet<ByteText>) => Loaded<Lookup>;
  readonly keyOf: (text: ByteText) => number | string;
}

/** Records by their keys. Throws the error of one that could not be read. */
export interface Lookup {
  get(key: number | string): unknown;
}

/** Returns the records that a field leads to; `undefined` for any other field, and where more than leaves is selected on them. */
export function relatedBy(field: CompiledField): Related | undefined {
  const { requires, head, nullable, selections } = field;
  const [selection] = selections;
  if (!requires || !nullable || !selection?.fields.every(({ leaf }) => leaf)) return undefined;
  const { relation, dictionary, fields: [code] = [] } = requires;
  if (relation) {
    const { entity, by } = relation;
    return {
      field,
      member: { name: by, kind: 'link', head, isKey: true },
      from: entity,
      load: ({ caller }, keys) => caller.related(entity, Array.from(keys, Number), selection.upstreamFields),
      keyOf: Number,
    };
  }
  if (typeof dictionary !== 'string' || code === undefined) return undefined;
  return {
    field,
    member: { name: code, kind: 'code', head, isKey: true },
    from: dictionary,
    load: ({ caller }) => caller.dictionary(dictionary),
    keyOf: (text) => JSON.parse(fromByteText(text)) as string,
  };
}

import {
  type ByteText,
  type CopiedMember,
  type DictionaryName,
  type Entity,
  fromByteText,
  type Loaded,
} from '@contacts/core';
import type { Context } from '../context.ts';
import type { CompiledField } from './compiled.ts';

/** A field whose value depends on one member of a row alone: the key of it. */
export interface Keyed {
  readonly field: CompiledField;
  readonly member: CopiedMember;
  /** Equal for fields whose values are read as one. */
  readonly from: Entity | DictionaryName | CompiledField;
  readonly load: (context: Context, keys: ReadonlySet<ByteText>) => Loaded<Lookup>;
  /** Parses a key, which is JSON. */
  readonly keyOf: (text: ByteText) => unknown;
}

/** Values by their keys. Throws the error of one that cannot be had. */
export interface Lookup {
  get(key: unknown): unknown;
}

/**
 * Returns a field by its key: one that leads to a record, of which only values are selected, or that shows a member in
 * another form than it came. Returns `undefined` for any other field.
 */
export function keyedBy(field: CompiledField): Keyed | undefined {
  if (field.leaf) return decodedBy(field);
  const { requires = {}, nullable, selections } = field;
  const [selection] = selections;
  if (!nullable || !selection?.fields.every(({ leaf }) => leaf)) return undefined;
  const { relation, dictionary, fields: [code] = [] } = requires;
  if (relation) {
    const { entity, by } = relation;
    const { upstreamFields } = selection;
    return {
      ...keyed(field, by, 'link'),
      from: entity,
      load: ({ caller }, keys) => caller.related(entity, Array.from(keys, Number), upstreamFields),
    };
  }
  if (typeof dictionary !== 'string' || code === undefined) return undefined;
  return {
    ...keyed(field, code, 'code'),
    from: dictionary,
    load: ({ caller }) => caller.dictionary(dictionary),
  };
}

/** A resolver that looks at its source alone is called with a row that has nothing but the member. */
function decodedBy(field: CompiledField): Keyed | undefined {
  const { read, requires: { fields = [] } = {}, nullable } = field;
  if (!read || fields.length > 1 || field.copies) return undefined;
  const [name] = fields;
  if (name === undefined) {
    const get = (id: unknown) => read({ id, raw: {} });
    return { ...keyed(field, 'id', 'id'), from: field, load: () => ({ get }) };
  }
  const get = (value: unknown) => read({ raw: { [name]: value } });
  return nullable ? { ...keyed(field, name), from: field, load: () => ({ get }) } : undefined;
}

function keyed(
  field: CompiledField,
  name: string,
  kind?: 'id' | 'link' | 'code',
): Pick<Keyed, 'field' | 'member' | 'keyOf'> {
  const { head } = field;
  return {
    field,
    member: { name, kind, head, isKey: true },
    keyOf: (text) => JSON.parse(fromByteText(text)) as unknown,
  };
}

/** The type of a field or of an operator's value. */
export interface TypeReference {
  /** The name of a scalar, an enum, an object or an input object. */
  readonly type: string;
  readonly list?: true;
}

/** A field of an object or of an input object. */
export interface SchemaField extends TypeReference {
  /** As the schema has it; names the upstream's field as `Upstream: …`. */
  readonly description: string;
}

/** The parts of the schema that contacts are selected, filtered and sorted by, by the names of the types. */
export interface ContactSchema {
  /** Object types, with the fields that take no arguments. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, SchemaField>>>>;
  readonly inputs: Readonly<Record<string, Readonly<Record<string, SchemaField>>>>;
  /** Descriptions of the values. */
  readonly enums: Readonly<Record<'ContactOrderField' | 'ContactGroupField', Readonly<Record<string, string>>>>;
}

/** Returns the upstream name that a description ends with, such as `createdBy` for `createdById`. */
export function upstreamNameIn(description: string): string | undefined {
  return /Upstream: `(\w+)`/.exec(description)?.[1];
}

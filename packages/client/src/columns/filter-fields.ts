import { contactSchema } from '../generated/contact-schema.ts';
import { type TypeReference, upstreamNameIn } from './contact-schema.ts';

/** A field that contacts can be filtered by. */
export interface FilterField {
  /** The name in `ContactFilter`, such as `companyId`. */
  readonly name: string;
  readonly upstream: string | undefined;
  readonly description: string;
  /** The operators, such as `eq`, with the type of the value of each. */
  readonly operators: Readonly<Record<string, TypeReference>>;
  /** Of a custom field of the portal, the kind of its values, such as `number`. */
  readonly custom?: string;
}

const FILTER = 'ContactFilter';

/** The fields that contacts can be filtered by, from the schema; `or` and `custom` are lists, and no fields. */
export const filterFields: readonly FilterField[] = Object.entries(contactSchema.inputs[FILTER] ?? {})
  .filter(([, { list }]) => list !== true)
  .map(([name, { type, description }]) => ({
    name,
    upstream: upstreamNameIn(description),
    description,
    operators: contactSchema.inputs[type] ?? {},
  }));

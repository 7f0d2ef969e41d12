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
}

/** The fields that contacts can be filtered by, from the schema. */
export const filterFields: readonly FilterField[] = Object.entries(contactSchema.inputs['ContactFilter'] ?? {}).flatMap(
  ([name, { type, list = false, description }]) => {
    // A list is no field: conditions on custom fields name theirs themselves.
    if (list) return [];
    const operators = contactSchema.inputs[type] ?? {};
    return [{ name, upstream: upstreamNameIn(description), description, operators }];
  },
);

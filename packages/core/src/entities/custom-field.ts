import { type CustomFieldName, isCustomFieldName } from './contact-fields.ts';
import type { ContactRow } from './contact.ts';
import { type CustomFieldValue, decodeCustomValue } from './custom-field-value.ts';
import { ownName } from './custom-field-names.ts';
import { nativeName } from './native-name.ts';
import { isBlank } from './decode.ts';
import type { FieldDescription } from './field-description.ts';

/** A custom field of one contact. */
export interface CustomField {
  readonly description: FieldDescription;
  /** The first value; `null` where the field is empty. @throws UpstreamError as {@link CustomField.values} does */
  readonly value: CustomFieldValue | null;
  /**
   * None where the field is empty, several where it is multiple. Decoded when it is read: a value that does not fit the
   * type is an error at this field of this contact alone.
   * @throws UpstreamError `bad_response` if a value does not fit the type of the field
   */
  readonly values: readonly CustomFieldValue[];
}

/** A custom field, as the portal lists it. */
export type CustomFieldDescription = FieldDescription & { readonly name: CustomFieldName };

/** The custom fields of a portal. */
export interface PortalCustomFields {
  readonly descriptions: readonly CustomFieldDescription[];
  readonly byName: ReadonlyMap<string, CustomFieldDescription>;
  /**
   * @param argument the one that the name is of
   * @throws InvalidArgumentError for a name that the portal does not have, in any form of it
   */
  find(name: string, argument?: string): CustomFieldDescription;
}

/** The custom fields among a portal's fields. */
export function customFieldsAmong(fields: readonly FieldDescription[]): PortalCustomFields {
  // Asked again for every contact of a page, always of the same list.
  const known = amongFields.get(fields);
  if (known) return known;
  const descriptions = fields.filter((field): field is CustomFieldDescription => isCustomFieldName(field.name));
  const byName = new Map<string, CustomFieldDescription>(descriptions.map((each) => [each.name, each]));
  const byOtherName = new Map<string, CustomFieldDescription>();
  const custom: PortalCustomFields = {
    descriptions,
    byName,
    find(name, argument) {
      // Asked again for every contact, so found once; there are few other forms of a name that is found.
      const found = byName.get(name) ?? byOtherName.get(name);
      if (found) return found;
      const own = ownName(
        name,
        descriptions.map((each) => each.name),
        argument,
      );
      const description = byName.get(own) as CustomFieldDescription;
      byOtherName.set(name, description);
      return description;
    },
  };
  amongFields.set(fields, custom);
  return custom;
}

const amongFields = new WeakMap<readonly FieldDescription[], PortalCustomFields>();

/** The custom field of a contact, whose values are decoded when they are read. */
export function readCustomField(
  { raw }: ContactRow,
  description: FieldDescription,
  portal: PortalCustomFields,
): CustomField {
  return new StoredCustomField(description, storedValue(raw, description.name, portal));
}

/** A class: accessors of an object literal would keep its row until the next full collection. */
class StoredCustomField implements CustomField {
  readonly description: FieldDescription;
  readonly #stored: unknown;

  constructor(description: FieldDescription, stored: unknown) {
    this.description = description;
    this.#stored = stored;
  }

  get value(): CustomField['value'] {
    const [first] = this.#set();
    return first === undefined ? null : decodeCustomValue(first, this.description);
  }

  get values(): CustomField['values'] {
    return this.#set().map((each) => decodeCustomValue(each, this.description));
  }

  #set(): readonly unknown[] {
    const stored = this.#stored;
    return (Array.isArray(stored) ? (stored as readonly unknown[]) : [stored]).filter(
      (each) => !isUnset(each, this.description),
    );
  }
}

/** The value under the listed name, or under the other name of the same field, unless that is of another field. */
function storedValue(raw: ContactRow['raw'], name: string, { byName }: PortalCustomFields): unknown {
  if (Object.hasOwn(raw, name)) return raw[name];
  const native = nativeName(name);
  const other = Object.keys(raw).find(
    (key) => isCustomFieldName(key) && nativeName(key) === native && !byName.has(key),
  );
  return other === undefined ? null : raw[other];
}

/** An unset value of a multiple field can come as `false` (the native form of an empty list). */
function isUnset(value: unknown, { type }: FieldDescription): boolean {
  return isBlank(value) || (value === false && type !== 'boolean');
}

import type { ContactRow } from '../entities/contact.ts';
import { isCustomFieldName, type SelectableField } from '../entities/contact-fields.ts';
import {
  type CustomField,
  type CustomFieldDescription,
  customFieldsAmong,
  type PortalCustomFields,
  readCustomField,
} from '../entities/custom-field.ts';
import { checkCustomFieldNames } from '../entities/custom-field-names.ts';
import { type UnresolvedListing, needsFieldList, provisionalEntity, resolveListing } from '../query/custom-listing.ts';
import type { Loaders } from '../planning/loaders.ts';
import type { Knowledge } from '../planning/relations.ts';

/** The portal's own names of custom fields, by the names that they are asked for by. */
export type OwnNames = ReadonlyMap<string, SelectableField>;

/** The custom fields of the portal, for one operation. */
export class CustomFields {
  readonly #loaders: Pick<Loaders, 'load'>;

  constructor(loaders: Pick<Loaders, 'load'>) {
    this.#loaders = loaders;
  }

  async read(contact: ContactRow, names: readonly string[] | null): Promise<readonly CustomField[]> {
    const portal = await this.#portalFields();
    const wanted = names?.map((name) => portal.find(name)) ?? portal.descriptions;
    return wanted.map((description) => readCustomField(contact, description, portal));
  }

  /** Returns a custom field of the portal. @throws InvalidArgumentError naming `argument` for one that it lacks */
  async find(name: string, argument: string): Promise<CustomFieldDescription> {
    checkCustomFieldNames([name], argument);
    return (await this.#portalFields()).find(name, argument);
  }

  /**
   * Reads the field list where custom fields are named, anywhere below: names are refused before anything else is sent,
   * and the portal's own are selected. Without the list, the values are errors where they are read, and all else stays.
   * @returns the portal's own names; `undefined` if the list cannot be had
   */
  async resolveNames(names: readonly string[]): Promise<OwnNames | undefined> {
    checkCustomFieldNames(names);
    const portal = await this.#portalFields().catch(() => undefined);
    return portal && new Map(names.map((name) => [name, portal.find(name).name]));
  }

  /**
   * Returns what is asked for in the portal's own names and values; reads the field list where custom fields are named.
   * @throws InvalidArgumentError before anything but the field list is sent; UpstreamError
   */
  async resolveListing<L extends UnresolvedListing>(listing: L): Promise<L> {
    if (!needsFieldList(listing)) return listing;
    // Names that no portal can have are rejected before the list is read.
    provisionalEntity(listing);
    return resolveListing(listing, await this.#portalFields());
  }

  async #portalFields(): Promise<PortalCustomFields> {
    return customFieldsAmong(await this.#loaders.load<'fields'>({ kind: 'fields' }));
  }
}

/** Returns the fields to select, custom fields by the portal's own names; without those, no custom field is selected by name. */
export function withOwnNames(fields: ReadonlySet<string>, own: OwnNames | undefined): ReadonlySet<string> {
  if (!hasCustomNames(fields)) return fields;
  return new Set([...fields].flatMap((field) => (isCustomFieldName(field) ? (own?.get(field) ?? []) : field)));
}

/** Returns what is known behind the portal's field list, whether or not it could be read. */
export function behindFields(known: Knowledge): Knowledge {
  return {
    multifieldSource: () => known.multifieldSource(),
    isKnown: (read) => read.kind === 'fields' || known.isKnown(read),
  };
}

function hasCustomNames(fields: ReadonlySet<string>): boolean {
  for (const field of fields) if (isCustomFieldName(field)) return true;
  return false;
}

import type { Client } from '../client.ts';
import { isCustomColumn } from '../columns/contact-columns.ts';
import type { PortalField } from '../columns/portal-field.ts';
import type { TypedDocument } from '../typed-document.ts';

/** A field with its name for people. */
interface TitledField extends PortalField {
  readonly title: string | null;
}

const FieldsDocument = '{ contactFields { name isCustom type isMultiple title } }' as TypedDocument<
  { readonly contactFields: readonly TitledField[] | null },
  Record<string, never>
>;

/** Asks the gateway for the fields of the portal. */
export async function readPortalFields(client: Client, signal: AbortSignal): Promise<readonly TitledField[]> {
  const { contactFields } = await client.execute(FieldsDocument, {}, { signal });
  return contactFields ?? [];
}

/** Asks for the portal's fields if a condition or an order names a custom field; else nothing is asked. */
export async function portalFieldsFor(
  client: Client,
  { filter = [], order = '' }: { readonly filter?: readonly string[]; readonly order?: string },
  signal: AbortSignal,
): Promise<readonly PortalField[] | undefined> {
  const names = [...filter, ...order.split(',')].map((text) => /^\s*-?(\w*)/.exec(text)?.[1] ?? '');
  return names.some(isCustomColumn) ? await readPortalFields(client, signal) : undefined;
}

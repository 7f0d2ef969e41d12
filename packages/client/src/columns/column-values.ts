import { CUSTOM_FIELDS, isCustomColumn } from './contact-columns.ts';
import { plain } from './portal-field.ts';

/** A custom field as `selectColumns` selects it. */
interface CustomField {
  readonly name: string;
  readonly values: readonly (Readonly<Record<string, unknown>> | null)[] | null;
}

/**
 * Returns the value of a column: a scalar or null, an object, or a list of values where a contact can have several.
 * @param contact as an operation with `selectColumns` gives it
 */
export function columnValue(contact: object, column: string): unknown {
  const fields = (contact as { readonly customFields?: readonly CustomField[] | null }).customFields ?? [];
  if (column === CUSTOM_FIELDS) return Object.fromEntries(fields.map(({ name, values }) => [name, valueOf(values)]));
  if (isCustomColumn(column)) return valueOf(fieldNamed(fields, column)?.values ?? null);
  return below(contact, column.split('.'));
}

/** The gateway takes either form of a name and answers with the one that the portal has. */
function fieldNamed(fields: readonly CustomField[], column: string): CustomField | undefined {
  return fields.find(({ name }) => name === column) ?? fields.find(({ name }) => plain(name) === plain(column));
}

/** One value stands alone, so that a field reads the same where the portal lets it hold several. */
function valueOf(values: CustomField['values']): unknown {
  const shown = (values ?? []).map((value) => value && plainValue(value));
  return shown.length > 1 ? shown : (shown[0] ?? null);
}

/** An entry of a list is what people see, an amount keeps its currency; any other value has one member. */
function plainValue({ __typename: _type, ...members }: Readonly<Record<string, unknown>>): unknown {
  if ('optionId' in members) return members['title'] ?? members['optionId'];
  const values = Object.values(members);
  return values.length === 1 ? values[0] : members;
}

function below(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || value === null || value === undefined) return value ?? null;
  if (Array.isArray(value)) return value.map((item: unknown) => below(item, [name, ...rest]));
  return below((value as Readonly<Record<string, unknown>>)[name], rest);
}

import { contactSchema } from '../generated/contact-schema.ts';
import { possibleTypes } from '../possible-types.ts';
import { CUSTOM_FIELDS, isCustomColumn } from './contact-columns.ts';

/** The fields that are selected below a field; none for a scalar. */
interface Selection {
  readonly fields: Map<string, Selection>;
}

/**
 * Writes what an operation selects on a contact for these columns.
 * @param columns checked by `checkColumns`
 * @returns fields of `Contact`, space-separated
 */
export function selectColumns(columns: readonly string[]): string {
  const root: Selection = { fields: new Map() };
  for (const column of columns) {
    if (column !== CUSTOM_FIELDS && !isCustomColumn(column)) addPath(root, column.split('.'));
  }
  const own = printSelection(root, 'Contact');
  const custom = customFieldsOf(columns);
  return [own, custom].filter((part) => part !== '').join(' ') || 'contactId';
}

function addPath({ fields }: Selection, [name = '', ...below]: readonly string[]): void {
  const selection = fields.get(name) ?? { fields: new Map<string, Selection>() };
  fields.set(name, selection);
  if (below.length > 0) addPath(selection, below);
}

function printSelection({ fields }: Selection, typeName: string): string {
  const parts = [...fields].map(([name, selection]) => {
    const { type = '' } = contactSchema.outputs[typeName]?.[name] ?? {};
    if (!(type in contactSchema.outputs)) return name;
    return `${name} { ${selection.fields.size === 0 ? scalarsOf(type) : printSelection(selection, type)} }`;
  });
  return parts.join(' ');
}

/** An object as a column stands for its own fields, not for the objects below. */
function scalarsOf(typeName: string): string {
  return scalarNames(typeName).join(' ');
}

/** Returns the fields of an object type that are no objects, in the order of the schema. */
export function scalarNames(typeName: string): readonly string[] {
  return Object.entries(contactSchema.outputs[typeName] ?? {})
    .filter(([, { type }]) => !(type in contactSchema.outputs))
    .map(([name]) => name);
}

function customFieldsOf(columns: readonly string[]): string {
  const names = columns.filter(isCustomColumn);
  if (names.length === 0 && !columns.includes(CUSTOM_FIELDS)) return '';
  const named = columns.includes(CUSTOM_FIELDS) ? '' : `(names: [${names.map((name) => `"${name}"`).join(', ')}])`;
  const values = possibleTypes.CustomFieldValue.map((type) => `... on ${type} { ${scalarsOf(type)} }`);
  return `${CUSTOM_FIELDS}${named} { name values { __typename ${values.join(' ')} } }`;
}

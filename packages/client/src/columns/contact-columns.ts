import { contactSchema } from '../generated/contact-schema.ts';
import { type SchemaField, upstreamNameIn } from './contact-schema.ts';
import { collectProblems, unknownName } from './input-error.ts';

/** A column: a field of contacts, or of what is linked to them. */
export interface ContactColumn {
  /** Names from the contact on, such as `lastName` or `company.title`. */
  readonly path: string;
  /** The type in the schema: a scalar, or an object, which stands for all its fields. */
  readonly type: string;
  /** True if a contact can have several values, such as phone numbers. */
  readonly isList: boolean;
  /** True for an object, which stands for all its fields. */
  readonly isObject: boolean;
  /** The name that the REST API has for it. */
  readonly upstream: string | undefined;
  readonly description: string;
}

/** All custom fields of the portal, as one column. */
export const CUSTOM_FIELDS = 'customFields';
/** As many levels as a relation of a relation takes, such as `company.assignedBy.name`. */
const MAX_LEVELS = 3;

/** Every column of the schema but the custom fields of a portal, which it alone knows. */
export const contactColumns: readonly ContactColumn[] = columnsOf('Contact', '', false, 1);

/** The fields of a contact that its row upstream holds: they cost no further request. Its number comes first. */
export const ownColumns: readonly string[] = [
  'contactId',
  ...contactColumns
    .filter(({ path, isObject, upstream }) => !path.includes('.') && !isObject && upstream !== undefined)
    .map(({ path }) => path)
    .filter((path) => path !== 'contactId'),
];

/** Returns the column with this path, if it is one of the schema. */
export function contactColumn(path: string): ContactColumn | undefined {
  return contactColumns.find((column) => column.path === path);
}

/** Returns true for the name of a custom field in either of its forms; which ones there are, only the portal knows. */
export function isCustomColumn(path: string): boolean {
  return /^(?:ufCrm|UF_CRM)\w{1,50}$/.test(path);
}

/**
 * Returns the columns as they are given, without those that come twice.
 * @param place where they were typed, for messages
 * @throws InputError that names what is allowed for each that is not a column
 */
export function checkColumns(paths: readonly string[], place: string): readonly string[] {
  return [...new Set(collectProblems(paths.map((path) => () => checkColumn(path, place))))];
}

function checkColumn(path: string, place: string): string {
  if (path === CUSTOM_FIELDS || isCustomColumn(path) || contactColumn(path)) return path;
  const end = path.lastIndexOf('.');
  const parent = end === -1 ? undefined : contactColumn(path.slice(0, end));
  // Below a relation, only its own fields are of use.
  const allowed = contactColumns
    .map((column) => column.path)
    .filter((other) => (parent?.isObject ? other.startsWith(`${parent.path}.`) : !other.includes('.')));
  throw unknownName(place, 'column', path, parent?.isObject ? allowed : [...allowed, CUSTOM_FIELDS]);
}

function columnsOf(typeName: string, prefix: string, isList: boolean, level: number): readonly ContactColumn[] {
  return Object.entries(contactSchema.outputs[typeName] ?? {}).flatMap(([name, field]) =>
    columnsOfField(`${prefix}${name}`, field, isList, level),
  );
}

function columnsOfField(path: string, field: SchemaField, isInList: boolean, level: number): readonly ContactColumn[] {
  const { type, list, description } = field;
  const isObject = type in contactSchema.outputs;
  const isList = isInList || list === true;
  const column = { path, type, isList, isObject, upstream: upstreamNameIn(description), description };
  if (!isObject) return [column];
  return level === MAX_LEVELS ? [] : [column, ...columnsOf(type, `${path}.`, isList, level + 1)];
}

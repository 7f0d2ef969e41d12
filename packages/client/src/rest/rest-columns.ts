import { contactColumns, CUSTOM_FIELDS, isCustomColumn, ownColumns } from '../columns/contact-columns.ts';
import { inputError } from '../columns/input-error.ts';
import { nearestOf } from '../columns/nearest.ts';
import { type RestValue, textOf } from './query-string.ts';

/** Something that the operation does otherwise than the REST request. */
export interface RestNote {
  /** The parameter. */
  readonly place: string;
  readonly message: string;
}

/** The relations that the REST API includes on contacts (contract §1). */
const relations: Readonly<Record<string, string>> = { company: 'company', requisite: 'requisites' };

/** The columns that the REST API sends without `select`: each field of its own, all phones and e-mails (§11.9), and the custom fields. */
const everything: readonly string[] = [
  ...ownColumns,
  ...contactColumns.filter(({ path, upstream }) => upstream === 'fm' && !path.includes('.')).map(({ path }) => path),
  CUSTOM_FIELDS,
];

/**
 * Returns the columns of `select`; `id` comes always, as from the REST API. Names that it does not know are ignored there, and
 * noted here.
 * @param select texts with names between commas, or a list of names
 */
export function readSelect(select: RestValue | undefined, notes: RestNote[]): readonly string[] {
  const names = listOf(select).flatMap((part) => textOf(part).split(','));
  const chosen = names.map((name) => name.trim()).filter((name) => name !== '');
  if (chosen.length === 0 || chosen.includes('*')) return everything;
  return [...new Set(['contactId', ...chosen.flatMap((name) => columnsNamed(name, notes))])];
}

function columnsNamed(name: string, notes: RestNote[]): readonly string[] {
  if (isCustomColumn(name)) return [name];
  const top = contactColumns.filter(({ path, upstream }) => upstream === name && !path.includes('.'));
  const scalars = top.filter(({ isObject }) => !isObject);
  const found = (scalars.length > 0 ? scalars : top).map(({ path }) => path);
  if (found.length === 0) {
    const nearest = nearestOf(
      name,
      contactColumns.flatMap(({ upstream }) => upstream ?? []),
    );
    const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
    notes.push({
      place: `select ${name}`,
      message: `contacts have no such field, and the REST API ignores it.${hint}`,
    });
  }
  return found;
}

/**
 * Returns the columns of `include`.
 * @throws InputError with the relations that there are
 */
export function readInclude(include: RestValue | undefined): readonly string[] {
  const names = listOf(include).flatMap((part) => textOf(part).split(','));
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const column = Object.hasOwn(relations, name) ? relations[name] : undefined;
      if (column !== undefined) return column;
      throw inputError(
        'include',
        `there is no relation ${JSON.stringify(name)}. Allowed: ${Object.keys(relations).join(', ')}.`,
      );
    });
}

function listOf(value: RestValue | undefined): readonly RestValue[] {
  return Array.isArray(value) ? (value as readonly RestValue[]) : [value ?? ''];
}

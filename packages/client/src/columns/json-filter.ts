import { customFilterField, customKindNamed } from './custom-filter-field.ts';
import type { FilterBuilder } from './filter-builder.ts';
import { collectProblems, inputError } from './input-error.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Adds the conditions of a `ContactFilter` as JSON has it.
 * @throws InputError with every part that the schema does not have
 */
export function addJsonFilter(builder: FilterBuilder, filter: unknown, place: string): void {
  if (!isMembers(filter)) throw inputError(place, 'takes an object of fields, such as {"companyId":{"eq":15}}.');
  collectProblems<void>(
    Object.entries(filter).flatMap(([name, value]) => {
      const at = `${place} ${name}`;
      if (name === 'or') return [() => addOr(builder, listOf(value, at), at)];
      if (name === 'custom')
        return listOf(value, at).map((one, index) => () => addCustom(builder, one, `${at}[${index}]`));
      return [() => addField(builder, name, value, place)];
    }),
  );
}

/** Reads JSON. @throws InputError without the text, which can be long */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw inputError(place, 'is not JSON.');
  }
}

function addField(builder: FilterBuilder, name: string, conditions: unknown, place: string): void {
  const field = builder.fieldNamed(name, place);
  addConditions(conditions, `${place} ${name}`, (operator, value, at) => builder.add(field, operator, value, at));
}

/** A condition on a custom field says itself which kind of value it has; the gateway checks it by the portal's list. */
function addCustom(builder: FilterBuilder, filter: unknown, place: string): void {
  const { field, ...kinds } = isMembers(filter) ? filter : {};
  const [[kind, conditions] = [], ...others] = Object.entries(kinds);
  if (typeof field !== 'string' || kind === undefined || others.length > 0) {
    throw inputError(
      place,
      'takes a field and one kind of conditions, such as {"field":"ufCrm_1","number":{"gte":3}}.',
    );
  }
  const own = customFilterField(field, customKindNamed(kind, place));
  addConditions(conditions, `${place}.${kind}`, (operator, value, at) => builder.add(own, operator, value, at));
}

function addOr(builder: FilterBuilder, filters: readonly unknown[], place: string): void {
  const branches = collectProblems(
    filters.map((filter, index) => () => {
      const branch = builder.begin();
      addJsonFilter(branch, filter, `${place}[${index}]`);
      return branch.build() ?? {};
    }),
  );
  builder.addOr(branches, place);
}

function addConditions(
  conditions: unknown,
  place: string,
  add: (operator: string, value: unknown, place: string) => void,
): void {
  if (!isMembers(conditions)) throw inputError(place, 'takes an object of operators and values, such as {"eq":15}.');
  collectProblems<void>(
    Object.entries(conditions).map(
      ([operator, value]) =>
        () =>
          add(operator, value, `${place}.${operator}`),
    ),
  );
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw inputError(place, 'takes a list of filters, such as [{"name":{"eq":"Anna"}},{"lastName":{"eq":"Anna"}}].');
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

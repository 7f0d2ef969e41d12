import {
  getNamedType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  isInputObjectType,
  isListType,
  isNullableType,
} from 'graphql';
import { schema } from './schema.ts';

/** Fields that share a type of conditions. */
interface Conditions {
  readonly type: GraphQLInputObjectType;
  readonly fields: string[];
}

/** The order of the columns; operators that are not among these come last. */
const ORDER = ['eq', 'ne', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'contains', 'isEmpty'];
const FIRST_HEADING = '| Field of the filter |';

/** Returns a page with the table of operators in place of the one that it has. @throws Error if it has none */
export function withOperatorTable(page: string): string {
  const start = page.indexOf(`\n${FIRST_HEADING}`) + 1;
  if (start === 0) throw new Error(`The page has no table that begins with "${FIRST_HEADING}".`);
  const end = page.indexOf('\n\n', start);
  return page.slice(0, start) + operatorTable() + page.slice(end);
}

/** Writes the operators of each kind of field in the filter of contacts as a Markdown table. */
export function operatorTable(): string {
  const filter = schema.getType('ContactFilter');
  if (!isInputObjectType(filter)) throw new TypeError('The schema has no filter of contacts.');
  const rows = conditionsOf(filter);
  const columns = alikeOperators(rows);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `${FIRST_HEADING} ${[...columns.map((names) => names.map((name) => `\`${name}\``).join(' ')), 'Type'].join(' | ')} |`,
    line(['---', ...columns.map(() => ':-:'), '---']),
    ...rows.map(({ type, fields }) =>
      line([
        fields.map((field) => `\`${field}\``).join(', '),
        ...columns.map(([name = '']) => (Object.hasOwn(type.getFields(), name) ? '✓' : '')),
        `\`${type.name}\``,
      ]),
    ),
  ].join('\n');
}

/** Gathers the fields of a filter by the type of their conditions; those in a list of other filters have its name ahead. */
function conditionsOf(filter: GraphQLInputObjectType): readonly Conditions[] {
  const found = new Map<string, Conditions>();
  const visit = (name: string, field: GraphQLInputField): void => {
    const type = getNamedType(field.type);
    if (!isInputObjectType(type) || type === filter) return;
    if (isListType(field.type)) {
      for (const member of Object.values(type.getFields())) visit(`${name}.${member.name}`, member);
      return;
    }
    found.getOrInsertComputed(type.name, () => ({ type, fields: [] })).fields.push(name);
  };
  for (const field of Object.values(filter.getFields())) if (isNullableType(field.type)) visit(field.name, field);
  return [...found.values()];
}

/** Gathers operators that the same types have, so that they share a column. */
function alikeOperators(rows: readonly Conditions[]): readonly (readonly string[])[] {
  const used = new Set(rows.flatMap(({ type }) => Object.keys(type.getFields())));
  const names = [...ORDER.filter((name) => used.has(name)), ...used].filter(
    (name, at, all) => all.indexOf(name) === at,
  );
  const typesWith = (name: string): string =>
    rows.map(({ type }) => (Object.hasOwn(type.getFields(), name) ? '1' : '0')).join('');
  return [...Map.groupBy(names, typesWith).values()];
}

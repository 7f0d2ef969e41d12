import { contactColumns, CUSTOM_FIELDS, isCustomColumn } from '@contacts/client';
import type { ListOperation } from '../view/list-operation.ts';

/** The TypeScript types of the schema's scalars. */
const typeScriptTypes: Readonly<Record<string, string>> = { SafeInt: 'number', Float: 'number', Boolean: 'boolean' };
const required = new Set(['id', 'contactId', 'company.id', 'company.companyId', 'phones.value', 'emails.value']);

interface Branch {
  readonly children: Map<string, Branch>;
}

/**
 * Writes the program that reads what is on screen with the client package.
 * @param url the gateway's endpoint, absolute
 */
export function typedCode({ nextPage, variables }: ListOperation, columns: readonly string[], url: string): string {
  const { filter, orderBy, search, first } = variables;
  const options = [
    'document',
    ...(filter ? [`filter: ${literal(filter)}`] : []),
    ...(orderBy ? [`orderBy: ${literal(orderBy)}`] : []),
    `pageSize: ${first}`,
  ];
  const query = withLiteralSearch(nextPage, search).replace(/nodes \{(.*)\}$/m, 'edges { cursor node {$1} }');
  return `import { createClient, walkContacts, type WalkDocument } from '@contacts/client';

interface Contact ${typeOf(columns)}

const document = \`${query}\` as WalkDocument<Contact>;

const client = createClient({ url: ${literal(url)}, apiKey: 'YOUR_API_KEY' });
for await (const contact of walkContacts(client, {
  ${options.join(',\n  ')},
})) {
  console.log(contact);
}
`;
}

/** A walk has no variable for the search: it stands in the document. */
function withLiteralSearch(query: string, search: string | undefined): string {
  if (search === undefined) return query;
  const text = JSON.stringify(search).replaceAll(/[\\`$]/g, '\\$&');
  return query.replace('$search: String, ', '').replace('search: $search', () => `search: ${text}`);
}

function typeOf(columns: readonly string[]): string {
  const root: Branch = { children: new Map() };
  for (const path of ['contactId', ...columns]) {
    if (path !== CUSTOM_FIELDS && !isCustomColumn(path)) addPath(root, path.split('.'));
  }
  const hasCustom = columns.some((path) => path === CUSTOM_FIELDS || isCustomColumn(path));
  const custom = hasCustom ? ['customFields: { name: string; values: Record<string, unknown>[] | null }[] | null'] : [];
  return printMembers(root, '', custom);
}

function addPath({ children }: Branch, [name = '', ...below]: readonly string[]): void {
  const child = children.get(name) ?? { children: new Map<string, Branch>() };
  children.set(name, child);
  if (below.length > 0) addPath(child, below);
}

function printMembers({ children }: Branch, prefix: string, more: readonly string[]): string {
  const members = [...children].map(([name, child]) => `${name}: ${memberType(`${prefix}${name}`, child)}`);
  const all = [...members, ...more];
  return prefix === '' ? `{\n${all.map((member) => `  ${member};\n`).join('')}}` : `{ ${all.join('; ')} }`;
}

function memberType(path: string, branch: Branch): string {
  const column = contactColumns.find((known) => known.path === path);
  const own = contactColumns.filter(
    (known) => known.path.startsWith(`${path}.`) && !known.isObject && !known.path.slice(path.length + 1).includes('.'),
  );
  // An object as a column stands for its own fields.
  const whole: Branch = {
    children: new Map(own.map(({ path: below }) => [below.slice(path.length + 1), { children: new Map() }])),
  };
  const base = column?.isObject
    ? printMembers(branch.children.size > 0 ? branch : whole, `${path}.`, [])
    : (typeScriptTypes[column?.type ?? ''] ?? 'string');
  // Below a list, each member has one value.
  const isList = column?.isList === true && !path.includes('.');
  const type = isList ? `${base}[]` : base;
  return required.has(path) ? type : `${type} | null`;
}

/** Writes a value as TypeScript, without quotes around plain names. */
function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${literal(member)}`)
    .join(', ')} }`;
}

/** Quotes a text as formatters do: the quotes of which it has fewer. */
function quoted(text: string): string {
  const json = JSON.stringify(text);
  return text.includes("'") && !text.includes('"')
    ? json
    : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

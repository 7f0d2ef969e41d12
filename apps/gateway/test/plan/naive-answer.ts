import { readFileSync } from 'node:fs';
import { portal } from '@contacts/sandbox';
import { buildSchema, execute, parse } from 'graphql';
import { filters } from './operation.ts';
import type { PortalTables, Row } from './portal-tables.ts';

const schema = buildSchema(
  readFileSync(new URL('../../../../packages/schema/schema.graphql', import.meta.url), 'utf8'),
);

/**
 * Returns the result of a document, each field looked up on its own in the tables by graphql's default resolver: without a
 * plan, loaders and merging, as an independent oracle.
 */
export async function naiveAnswer(document: string, tables: PortalTables): Promise<unknown> {
  const result = await execute({ schema, document: parse(document), rootValue: rootOf(tables) });
  if (result.errors) throw new AggregateError(result.errors);
  return result.data;
}

function rootOf(tables: PortalTables) {
  const byId = (rows: readonly Row[], id: unknown): Row | null => rows.find((row) => row.id === id) ?? null;
  const or = <T>(row: Row | null, make: (row: Row) => T): T | null => (row ? make(row) : null);

  const user = (row: Row) => ({ ...row, __typename: 'User', id: globalId('User', row.id), userId: row.id });
  const company = (row: Row): object => ({
    ...row,
    __typename: 'Company',
    id: globalId('Company', row.id),
    companyId: row.id,
    assignedBy: () => or(byId(tables.users, row['assignedById']), user),
    contacts: (args: PageArgs) =>
      page(
        args,
        tables.contacts.filter((each) => each['companyId'] === row.id),
      ),
  });
  const status = (dictionary: string, code: unknown) =>
    tables.statuses.find(({ entityId, statusId }) => entityId === dictionary && statusId === code) ?? null;

  const contact = (row: Row): object => ({
    ...row,
    __typename: 'Contact',
    id: globalId('Contact', row.id),
    contactId: row.id,
    phones: multifield(row, 'PHONE'),
    websites: multifield(row, 'WEB'),
    emails: multifield(row, 'EMAIL'),
    company: () => or(byId(tables.companies, row['companyId']), company),
    assignedBy: () => or(byId(tables.users, row['assignedById']), user),
    createdBy: () => or(byId(tables.users, row['createdBy']), user),
    updatedBy: () => or(byId(tables.users, row['updatedBy']), user),
    source: () => status('SOURCE', row['sourceId']),
    type: () => status('CONTACT_TYPE', row['typeId']),
    honorific: () => status('HONORIFIC', row['honorific']),
    requisites: () =>
      tables.requisites
        .filter(({ entityTypeId, entityId }) => entityTypeId === 3 && entityId === row.id)
        .map((each) => ({ ...each, requisiteId: each.id })),
    cardUrl: `https://${portal}/crm/contact/details/${row.id}/`,
    customFields: ({ names }: { names?: readonly string[] }) =>
      (names ?? Object.keys(tables.fields).filter((name) => name.startsWith('ufCrm'))).map((name) => ({
        name,
        values: [row[name] as CustomValue].flat().flatMap((value) => customValue(value, tables.fields[name])),
      })),
  });

  const page = ({ first, orderBy: [order] }: PageArgs, rows: readonly Row[]): object => {
    const sorted = rows.toSorted((a, b) => (order?.direction === 'DESC' ? b.id - a.id : a.id - b.id));
    const nodes = sorted.slice(0, first).map(contact);
    return { nodes, edges: nodes.map((node) => ({ node })), totalCount: rows.length };
  };
  const passing = (filter: unknown): readonly Row[] => {
    const [, passes] = Object.values(filters).find(([text]) => JSON.stringify(filter) === asJson(text)) ?? [];
    if (!passes) throw new TypeError(`No filter is written ${JSON.stringify(filter)}.`);
    return tables.contacts.filter(passes);
  };
  const node = (id: string): object | null => {
    const [type, number] = Buffer.from(id, 'base64').toString().split(':') as [string, string];
    if (type === 'Contact') return or(byId(tables.contacts, Number(number)), contact);
    if (type === 'Company') return or(byId(tables.companies, Number(number)), company);
    return or(byId(tables.users, Number(number)), user);
  };

  return {
    contacts: ({ filter, ...args }: PageArgs & { filter: unknown }) => page(args, passing(filter)),
    contact: ({ id }: { id: string }) => or(byId(tables.contacts, Number(id)), contact),
    node: ({ id }: { id: string }) => node(id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map(node),
    contactFields: () => Object.entries(tables.fields).map(([name, { type }]) => ({ name, type })),
    contactsAggregate: ({ filter, groupBy }: { filter: unknown; groupBy?: keyof typeof groupFields }) => {
      const rows = passing(filter);
      const field = groupBy && groupFields[groupBy];
      const groups = field && Map.groupBy(rows, (row) => row[field] as string | number | null);
      return {
        count: rows.length,
        groups: groups
          ? [...groups].map(([key, { length }]) => ({ key: key === null ? null : String(key), count: length }))
          : null,
      };
    },
  };
}

function multifield({ fm }: Row, kind: string): readonly object[] {
  const entries = fm as readonly { readonly typeId: string; readonly valueType: string; readonly value: string }[];
  return entries.filter(({ typeId }) => typeId === kind).map(({ value, valueType }) => ({ value, type: valueType }));
}

interface PageArgs {
  readonly first: number;
  readonly orderBy: readonly { readonly direction: 'ASC' | 'DESC' }[];
}

const groupFields = { TYPE_ID: 'typeId', SOURCE_ID: 'sourceId', ASSIGNED_BY_ID: 'assignedById' } as const;

type CustomValue = string | number | object | null | undefined;

function customValue(value: CustomValue, field: PortalTables['fields'][string] | undefined): readonly object[] {
  if (value === null || value === undefined) return [];
  switch (field?.type) {
    case 'boolean':
      return [{ __typename: 'BooleanValue', boolean: value === 'Y' }];
    case 'enumeration': {
      const optionId = `${value as number}`;
      const title = field.items?.find(({ ID }) => ID === optionId)?.VALUE;
      return [{ __typename: 'OptionValue', optionId, title }];
    }
    case 'money': {
      const [amount, currency] = (value as string).split('|');
      return [{ __typename: 'MoneyValue', amount: Number(amount), currency }];
    }
    case 'integer':
    case 'double':
    case 'employee':
      return [{ __typename: 'NumberValue', number: value }];
    case 'datetime':
      return [{ __typename: 'DateTimeValue', dateTime: value }];
    case 'date':
      return [{ __typename: 'DateValue', date: (value as string).slice(0, 10) }];
    default:
      return [{ __typename: 'StringValue', string: typeof value === 'object' ? JSON.stringify(value) : `${value}` }];
  }
}

function globalId(type: string, id: number): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

/** Returns a literal of a filter as the JSON that graphql coerces it to. */
function asJson(literal: string): string {
  return JSON.stringify(JSON.parse(literal.replaceAll(/(\w+):/g, '"$1":')));
}

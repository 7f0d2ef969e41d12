import * as fc from 'fast-check';

/** A random operation of the property test: rendered as a document, and counted by the lower bound. */
export interface Operation {
  readonly pages: readonly PageField[];
  readonly contacts: readonly {
    readonly ids: readonly number[];
    readonly form: 'contact' | 'nodes';
    readonly on: OnContact;
  }[];
  readonly companies: readonly { readonly id: number; readonly on: OnCompany }[];
  readonly users: readonly number[];
  readonly aggregates: readonly { readonly filter: FilterName; readonly groupBy: string | null }[];
  readonly contactFields: boolean;
}

export interface PageField {
  readonly filter: FilterName;
  readonly descending: boolean;
  readonly first: number;
  readonly totalCount: boolean;
  readonly edges: boolean;
  readonly on: OnContact;
}

export interface OnContact {
  readonly leaves: readonly string[];
  readonly users: readonly string[];
  readonly dictionaries: readonly string[];
  readonly company: OnCompany | null;
  readonly requisites: boolean;
  readonly customFields: readonly string[] | 'all' | null;
  readonly cardUrl: boolean;
  /** The part of it that is in fragments. */
  readonly form: 'plain' | 'inline' | 'named';
}

export interface OnCompany {
  readonly leaves: readonly string[];
  readonly assignedBy: boolean;
  readonly contacts: Omit<PageField, 'filter'> | null;
}

/** The filters that occur, in GraphQL, and as a function. */
export const filters = {
  all: ['{}', () => true],
  clients: ['{ typeId: { eq: "CLIENT" } }', ({ typeId }) => typeId === 'CLIENT'],
  ofTwo: ['{ assignedById: { in: [2, 3] } }', ({ assignedById }) => assignedById === 2 || assignedById === 3],
  withCompany: ['{ companyId: { isEmpty: false } }', ({ companyId }) => companyId !== null],
  early: ['{ contactId: { lt: 9 } }', ({ id }) => (id as number) < 9],
  nobody: ['{ contactId: { gt: 1000000 } }', () => false],
} as const satisfies Record<string, readonly [string, (row: Readonly<Record<string, unknown>>) => boolean]>;
export type FilterName = keyof typeof filters;

export const customFieldNames = [
  'ufCrm_1720019876534',
  'ufCrm_1720019876537',
  'ufCrm_1720019876541',
  'ufCrm_1720019876542',
];

const page = {
  descending: fc.boolean(),
  first: fc.integer({ min: 0, max: 6 }),
  totalCount: fc.boolean(),
  edges: fc.boolean(),
};

/** Most parts are absent most of the time: a part alone costs otherwise than among others. */
const seldom = <T, N>(value: fc.Arbitrary<T>, none: N): fc.Arbitrary<T | N> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: value });

const contactLeaves =
  'name,lastName,email,assignedById,companyId,createdTime,opened,phones { value type },emails { value type },websites { value type }'.split(
    ',',
  );
const onContact = (company: fc.Arbitrary<OnCompany | null>): fc.Arbitrary<OnContact> =>
  fc.record({
    leaves: fc.subarray(contactLeaves),
    users: seldom(fc.subarray(['assignedBy', 'createdBy', 'updatedBy']), []),
    dictionaries: seldom(fc.subarray(['source', 'type', 'honorific']), []),
    company,
    requisites: seldom(fc.constant(true), false),
    customFields: seldom(fc.oneof(fc.constant('all' as const), fc.subarray(customFieldNames, { minLength: 1 })), null),
    cardUrl: seldom(fc.constant(true), false),
    form: fc.constantFrom('plain', 'inline', 'named'),
  });

const onNestedContact = onContact(fc.constant(null));
const onCompany: fc.Arbitrary<OnCompany> = fc.record({
  leaves: fc.subarray(['title', 'email', 'industry', 'assignedById']),
  assignedBy: fc.boolean(),
  contacts: fc.option(fc.record({ ...page, on: onNestedContact }), { freq: 1 }),
});
const onRootContact = onContact(fc.option(onCompany, { freq: 2 }));
const filter = fc.constantFrom(...(Object.keys(filters) as FilterName[]));

/** Returns any operation over contacts with ids among `ids`, companies from 1 to 60 and users from 1 to 9. */
export function operations(ids: readonly number[]): fc.Arbitrary<Operation> {
  const contactId = fc.oneof(fc.constantFrom(...ids), fc.constant(999_999));
  return fc
    .record({
      pages: fc.array(fc.record({ ...page, filter, on: onRootContact }), { maxLength: 2 }),
      contacts: seldom(
        fc
          .record({
            ids: fc.array(contactId, { minLength: 1, maxLength: 3 }),
            form: fc.constantFrom('contact', 'nodes'),
            on: onRootContact,
          })
          .map((one) => [one]),
        [],
      ),
      companies: seldom(
        fc.record({ id: fc.integer({ min: 1, max: 61 }), on: onCompany }).map((one) => [one]),
        [],
      ),
      users: seldom(
        fc.integer({ min: 1, max: 9 }).map((id) => [id]),
        [],
      ),
      aggregates: seldom(
        fc.array(
          fc.record({
            filter,
            groupBy: fc.option(fc.constantFrom('TYPE_ID', 'SOURCE_ID', 'ASSIGNED_BY_ID'), { freq: 1 }),
          }),
          { maxLength: 2 },
        ),
        [],
      ),
      contactFields: seldom(fc.constant(true), false),
    })
    .filter(({ pages, contacts, companies }) => pages.length + contacts.length + companies.length > 0);
}

/** Returns the operation as a document. Every field with arguments has an alias of its own. */
export function toDocument(operation: Operation): string {
  const fragments: string[] = [];
  let aliases = 0;
  const alias = (): string => `a${(aliases += 1)}`;
  const globalId = (type: string, id: number): string => `"${Buffer.from(`${type}:${id}`).toString('base64')}"`;

  const roots = [
    ...operation.pages.map((field) => `${alias()}: contacts(filter: ${filters[field.filter][0]} ${windowOf(field)}`),
    ...operation.contacts.map(({ ids, form, on }) =>
      form === 'contact'
        ? `${alias()}: contact(id: ${ids[0]}) { ${contact(on)} }`
        : `${alias()}: nodes(ids: [${ids.map((id) => globalId('Contact', id)).join()}]) { ... on Contact { ${contact(on)} } }`,
    ),
    ...operation.companies.map(
      ({ id, on }) => `${alias()}: node(id: ${globalId('Company', id)}) { ... on Company { ${company(on)} } }`,
    ),
    ...operation.users.map((id) => `${alias()}: node(id: ${globalId('User', id)}) { ... on User { name } }`),
    ...operation.aggregates.map(
      (one) =>
        `${alias()}: contactsAggregate(filter: ${filters[one.filter][0]}${one.groupBy ? `, groupBy: ${one.groupBy}` : ''}) { count groups { key count } }`,
    ),
    ...(operation.contactFields ? ['contactFields { name type }'] : []),
  ];
  return `{ ${roots.join('\n')} }\n${fragments.join('\n')}`;

  function windowOf({ descending, first, totalCount, edges, on }: Omit<PageField, 'filter'>): string {
    const rows = edges ? `edges { node { ${contact(on)} } }` : `nodes { ${contact(on)} }`;
    const order = `orderBy: { field: CONTACT_ID, direction: ${descending ? 'DESC' : 'ASC'} }`;
    return `${order}, first: ${first}) { ${rows} ${totalCount ? 'totalCount' : ''} }`;
  }

  function contact(on: OnContact): string {
    const { leaves, users, dictionaries, requisites, customFields, cardUrl } = on;
    const relations = [
      ...users.map((name) => `${name} { userId lastName }`),
      ...dictionaries.map((name) => `${name} { statusId name }`),
      ...(on.company ? [`company { ${company(on.company)} }`] : []),
      ...(requisites ? ['requisites { requisiteId rqName }'] : []),
      ...(customFields === 'all' ? [`${alias()}: customFields { ${values} }`] : []),
      ...(Array.isArray(customFields)
        ? [`${alias()}: customFields(names: ${JSON.stringify(customFields)}) { ${values} }`]
        : []),
      ...(cardUrl ? ['cardUrl'] : []),
    ].join(' ');
    const plain = ['contactId', ...leaves].join(' ');
    switch (on.form) {
      case 'plain':
        return `${plain} ${relations}`;
      case 'inline':
        return `${plain} ... on Node { id } ... on Contact @include(if: true) { ${plain} ${relations} }`;
      case 'named': {
        const name = `F${fragments.length}`;
        fragments.push(`fragment ${name} on Contact { ${plain} ${relations} }`);
        return `...${name} contactId`;
      }
      default:
        return on.form satisfies never;
    }
  }

  function company({ leaves, assignedBy, contacts }: OnCompany): string {
    const nested = contacts ? `${alias()}: contacts(${windowOf(contacts)}` : '';
    return `companyId ${leaves.join(' ')} ${assignedBy ? 'assignedBy { userId }' : ''} ${nested}`;
  }
}

const values =
  'name values { ... on StringValue { string } ... on DateValue { date } ... on BooleanValue { boolean } ... on OptionValue { optionId title } ... on MoneyValue { amount currency } }';

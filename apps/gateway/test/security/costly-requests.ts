/** A request that costs as much as possible. */
export interface CostlyRequest {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const BODY = 99_000;

function fill(text: (index: number) => string, size: number): string {
  const parts: string[] = [];
  for (let length = 0, index = 0; length < size; index += 1) {
    const part = text(index);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}
const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** Worst cases of each step of a document: parse, measure, validate, explain, plan, run. */
export const costlyRequests: readonly CostlyRequest[] = [
  { name: '100 kB of one field, again and again', query: `{ contacts { nodes { ${fill(() => 'id ', BODY)} } } }` },
  { name: 'fields of one name within the tokens', query: `{ contacts { nodes { ${times(980, () => 'id')} } } }` },
  {
    name: 'overlapping fields: one name, 480 inline fragments',
    query: `{ contacts { nodes { ${times(190, () => '... { id }')} } } }`,
  },
  {
    name: 'overlapping fields: fragments that all meet each other',
    query: `{ contacts { nodes { ${times(60, (i) => `...F${i}`)} } } } ${times(60, (i) => `fragment F${i} on Contact { id name post }`)}`,
  },
  {
    name: 'overlapping fields in depth: the same nested field many times',
    query: `{ ${times(10, () => `contacts { nodes { ${times(12, () => 'company { contacts { nodes { id } } }')} } }`)} }`,
  },
  {
    name: 'nested fragments, each spread twice: 2^60 fields',
    query: `{ contacts { nodes { ...F0 } } } ${times(60, (i) => `fragment F${i} on Contact { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Contact { id }`,
  },
  {
    name: 'nested fragments, each spread twice, without fields',
    query: `{ contacts { nodes { ...F0 } } } ${times(60, (i) => `fragment F${i} on Contact { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Contact { ...F0 }`,
  },
  {
    name: 'fragments in a circle, each spreading all',
    query: `{ contacts { nodes { ...F0 } } } ${times(20, (i) => `fragment F${i} on Contact { ${times(20, (j) => `...F${j}`)} }`)}`,
  },
  { name: 'nested inline fragments', query: `{ ${'... { '.repeat(320)} __typename ${'} '.repeat(320)} }` },
  { name: '300 unknown fields, each with its suggestions', query: `{ ${times(300, (i) => `contactsAggregat${i}`)} }` },
  { name: 'an unknown field of 90 kB', query: `{ ${'contact'.repeat(13_000)} }` },
  { name: '300 unknown arguments', query: `{ contacts(${times(290, (i) => `filtr${i}: 1`)}) { totalCount } }` },
  {
    name: '230 unused variables',
    query: `query (${times(230, (i) => `$v${i}: ContactFiltr`)}) { __typename }`,
  },
  {
    name: 'a list of the wrong type, in the document',
    query: `{ contacts(filter: { contactId: { in: [${times(900, () => '"x"')}] } }) { totalCount } }`,
  },
  {
    name: 'a text of 95 kB of the wrong type',
    query: `{ contacts(filter: { companyId: { eq: "${'x'.repeat(95_000)}" } }) { totalCount } }`,
  },
  { name: '95 kB of blanks', query: `${' '.repeat(95_000)}{ __typename }` },
  { name: '95 kB of a comment', query: `#${'x'.repeat(95_000)}\n{ __typename }` },
  { name: 'escapes in a block string', query: `{ contact(id: """${'\\"""'.repeat(20_000)}""") { id } }` },
  {
    name: 'nested variables, 45,000 deep',
    query: 'query ($f: ContactFilter) { contacts(filter: $f) { totalCount } }',
    variables: JSON.parse(`{"f":${'['.repeat(45_000)}${']'.repeat(45_000)}}`) as Record<string, unknown>,
  },
  {
    name: '33,000 values of the wrong type in variables',
    query: 'query ($ids: [SafeInt!]!) { contacts(filter: { contactId: { in: $ids } }) { totalCount } }',
    variables: { ids: Array.from({ length: 33_000 }, () => 'x') },
  },
  {
    name: '4,900 values of the wrong type in variables',
    query: 'query ($ids: [SafeInt!]!) { contacts(filter: { contactId: { in: $ids } }) { totalCount } }',
    variables: { ids: Array.from({ length: 4900 }, () => 'x'.repeat(12)) },
  },
  {
    name: '4,900 unknown names of an input',
    query: 'query ($f: ContactFilter) { contacts(filter: $f) { totalCount } }',
    variables: { f: Object.fromEntries(Array.from({ length: 4900 }, (_, index) => [`contactI${index}`, 1])) },
  },
  {
    name: 'one filter ten times: texts of 90 kB',
    query: `query ($t: String) { ${times(10, (i) => `a${i}: contacts(filter: { name: { eq: $t }, post: { ne: "${i}" } }) { totalCount }`)} }`,
    variables: { t: 'x'.repeat(90_000) },
  },
  {
    name: 'a full page of everything, under 30 aliases',
    query: `{ contacts(first: 5000) { nodes { ${times(30, (i) => `c${i}: customFields { name value label type }`)} } } }`,
  },
  {
    name: 'the largest accepted result',
    query: `{ contacts(first: 5000) { nodes { ${times(10, (i) => `a${i}: name`)} id contactId name lastName secondName phone email post comments typeId sourceId sourceDescription honorificId assignedById createdById updatedById createdTime updatedTime opened export leadId phones { value } } edges { cursor node { id name } } } }`,
  },
  {
    name: 'every cursor of 5000 rows, under 30 names',
    query: `{ contacts(first: 5000) { edges { ${times(30, (i) => `a${i}: cursor`)} } } }`,
  },
  {
    name: 'the users and companies of 5000 rows, under 30 names',
    query: `{ contacts(first: 5000) { nodes { ${times(15, (i) => `a${i}: assignedBy { name } b${i}: company { title }`)} } } }`,
  },
  {
    name: 'the card of 5000 rows, under 30 names',
    query: `{ contacts(first: 5000) { nodes { ${times(30, (i) => `a${i}: cardUrl`)} } } }`,
  },
  {
    name: 'all custom fields of 5000 rows, once',
    query: `{ contacts(first: 5000) { nodes { id customFields { name } } } }`,
  },
  {
    name: 'the dictionaries and numbers of 5000 rows, under 30 names',
    query: `{ contacts(first: 5000) { nodes { ${times(14, (i) => `a${i}: source { name } b${i}: type { name }`)} } } }`,
  },
  {
    name: 'ten pages of 1000 rows',
    query: `{ ${times(10, (i) => `p${i}: contacts(first: 1000, filter: { contactId: { ne: ${i + 1} } }) { edges { cursor node { name lastName phone email post comments createdTime updatedTime  } } }`)} }`,
  },
  {
    name: 'contacts of companies of contacts',
    query:
      '{ contacts(first: 50) { nodes { company { contacts(first: 50) { nodes { company { contacts(first: 50) { nodes { id } } } } } } } } }',
  },
  {
    name: '100 ids under ten names',
    query: `query ($ids: [ID!]!) { ${times(10, (i) => `a${i}: nodes(ids: $ids) { id ... on Contact { name company { title } } }`)} }`,
    variables: {
      ids: Array.from({ length: 100 }, (_, index) => Buffer.from(`Contact:${index + 1}`).toString('base64')),
    },
  },
  {
    name: 'the whole schema, ten times',
    query: `{ ${times(10, (i) => `a${i}: __schema { types { name description fields { name description args { name type { name ofType { name } } } type { name ofType { name ofType { name } } } } } }`)} }`,
  },
  {
    name: 'the schema through itself',
    query: `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
  },
  {
    name: 'the type of everything, through its fields',
    query: `{ ${times(8, (i) => `a${i}: __type(name: "Contact") { fields { type { fields { type { name fields(includeDeprecated: true) { name description args { name description } } } } } } }`)} }`,
  },
];

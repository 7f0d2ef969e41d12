import { createClient, walkContacts, type WalkDocument } from '@contacts/client';

interface Contact {
  contactId: number;
  name: string | null;
  company: { assignedBy: { lastName: string | null } | null } | null;
  phones: { value: string }[] | null;
  emails: { type: string | null; value: string }[] | null;
  createdTime: string | null;
  customFields: { name: string; values: Record<string, unknown>[] | null }[] | null;
}

const document = `query Contacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, search: "a\\"b\`\${c}\\\\", first: $first, after: $after) {
    edges { cursor node { contactId name company { assignedBy { lastName } } phones { value } emails { type value } createdTime customFields(names: ["ufCrmText"]) { name values { __typename ... on BooleanValue { boolean } ... on DateTimeValue { dateTime } ... on DateValue { date } ... on MoneyValue { amount currency } ... on NumberValue { number } ... on OptionValue { optionId title } ... on StringValue { string } } } } }
    pageInfo { hasNextPage endCursor }
  }
}` as WalkDocument<Contact>;

const client = createClient({ url: 'http://127.0.0.1:4000/graphql', apiKey: 'YOUR_API_KEY' });
for await (const contact of walkContacts(client, {
  document,
  filter: { companyId: { in: [15, 16] }, lastName: { contains: "O'Neil" }, name: { ne: '"x"' }, opened: { eq: true } },
  orderBy: [{ field: 'LAST_NAME', direction: 'DESC' }, { field: 'NAME' }],
  pageSize: 40,
})) {
  console.log(contact);
}

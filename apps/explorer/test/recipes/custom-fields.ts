import { createClient, walkContacts, type WalkDocument } from '@contacts/client';

interface Contact {
  contactId: number;
  name: string | null;
}

const document = `query Contacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { contactId name } }
    pageInfo { hasNextPage endCursor }
  }
}` as WalkDocument<Contact>;

const client = createClient({ url: 'http://127.0.0.1:4000/graphql', apiKey: 'YOUR_API_KEY' });
for await (const contact of walkContacts(client, {
  document,
  filter: { custom: [{ field: 'ufCrm_2', money: { in: [{ amount: 2.5, currency: 'EUR' }] } }] },
  orderBy: [{ custom: 'ufCrm_1' }],
  pageSize: 40,
})) {
  console.log(contact);
}

// Grafserv: plans of Grafast, which load relations in batches and know which attributes are asked for.
import { createServer } from 'node:http';
import { constant, context, lambda, loadMany, loadOne, makeGrafastSchema } from 'grafast';
import { grafserv } from 'grafserv/node';
import { typeDefs } from '../shared/type-defs.mjs';
import { fetchByIds, fetchContact, fetchContacts } from '../shared/upstream.mjs';

const shared = () => context().get('apiKey');
const withId = (attributes) => [...new Set(['id', ...attributes])];

/** The rows of a page, with what else the upstream says of it as a member of the array. */
const pages = {
  shared,
  load: (firsts, { attributes, params, shared: apiKey }) =>
    Promise.all(
      firsts.map(async (first) => {
        const page = { first, select: withId(attributes), withTotal: params.withTotal === true };
        const { nodes, ...connection } = await fetchContacts(apiKey, page);
        return Object.assign(nodes, { connection });
      }),
    ),
};
const oneContact = {
  shared,
  load: (ids, { attributes, shared: apiKey }) =>
    Promise.all(ids.map((id) => fetchContact(apiKey, id, withId(attributes)))),
};
const byId = (entity) => ({
  shared,
  async load(ids, { attributes, shared: apiKey }) {
    const wanted = [...new Set(ids)].filter(Boolean);
    const rows = wanted.length === 0 ? [] : await fetchByIds(apiKey, entity, wanted, withId(attributes));
    const found = new Map(wanted.map((id, index) => [id, rows[index]]));
    return ids.map((id) => found.get(id) ?? null);
  },
});
const companies = byId('companies');
const users = byId('users');

const schema = makeGrafastSchema({
  typeDefs,
  objects: {
    Query: {
      plans: {
        contacts: (_root, { $first }) => loadMany($first, pages),
        contact: (_root, { $id }) => loadOne($id, oneContact),
      },
    },
    ContactConnection: {
      plans: {
        nodes: ($rows) => $rows,
        totalCount($rows) {
          $rows.setParam('withTotal', constant(true));
          return lambda($rows, (rows) => rows.connection.totalCount, true);
        },
        pageInfo: ($rows) => lambda($rows, (rows) => rows.connection.pageInfo, true),
      },
    },
    Contact: {
      plans: {
        contactId: ($contact) => $contact.get('id'),
        company: ($contact) => loadOne($contact.get('companyId'), companies),
        assignedBy: ($contact) => loadOne($contact.get('assignedById'), users),
      },
    },
  },
});

const server = createServer();
await grafserv({
  schema,
  preset: {
    grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false },
    grafast: { context: ({ node }) => ({ apiKey: node.req.headers['x-api-key'] }) },
  },
}).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');

// Mercurius on Fastify, operations compiled by graphql-jit, relations by its loaders.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { neededByContact, neededByContacts } from '../shared/selected-fields.mjs';
import { typeDefs } from '../shared/type-defs.mjs';
import { fetchByIds, fetchContact, fetchContacts } from '../shared/upstream.mjs';

const resolvers = {
  Query: {
    contacts: (_root, { first }, { apiKey }, info) => fetchContacts(apiKey, { first, ...neededByContacts(info) }),
    contact: (_root, { id }, { apiKey }, info) => fetchContact(apiKey, id, neededByContact(info)),
  },
  Contact: { contactId: ({ id }) => id },
};

/** A loader of rows that a contact names by a number. */
function related(entity, idOf, select) {
  return {
    async loader(queries, { apiKey }) {
      const ids = queries.map(({ obj }) => obj[idOf] || null);
      const wanted = [...new Set(ids)].filter((id) => id !== null);
      const rows = wanted.length === 0 ? [] : await fetchByIds(apiKey, entity, wanted, select);
      const byId = new Map(wanted.map((id, index) => [id, rows[index]]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    // The cache would compare contacts as JSON; the ids above are distinct already.
    opts: { cache: false },
  };
}

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers,
  loaders: {
    Contact: {
      company: related('companies', 'companyId', ['id', 'title']),
      assignedBy: related('users', 'assignedById', ['id', 'name']),
    },
  },
  context: (request) => ({ apiKey: request.headers['x-api-key'] }),
  jit: 1,
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });

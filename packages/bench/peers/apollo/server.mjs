// Apollo Server with datasource-rest, relations by dataloader, as Apollo's documentation puts them together.
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { neededByContact, neededByContacts } from '../shared/selected-fields.mjs';
import { typeDefs } from '../shared/type-defs.mjs';
import { contactPath, contactsPath, inOrder, searchBody, toConnection } from '../shared/upstream.mjs';

class Vibe extends RESTDataSource {
  baseURL = process.env.UPSTREAM;

  constructor(apiKey, options) {
    super(options);
    this.apiKey = apiKey;
    this.companies = new DataLoader((ids) => this.byIds('companies', ids, ['id', 'title']));
    this.users = new DataLoader((ids) => this.byIds('users', ids, ['id', 'name']));
  }

  willSendRequest(_path, request) {
    request.headers['x-api-key'] = this.apiKey;
  }

  async contacts(page) {
    return toConnection(await this.get(contactsPath(page)));
  }

  async contact(id, select) {
    const { data } = await this.get(contactPath(id, select));
    return data[0] ?? null;
  }

  async byIds(entity, ids, select) {
    const { data } = await this.post(`/v1/${entity}/search`, { body: searchBody(ids, select) });
    return inOrder(ids, data);
  }
}

const resolvers = {
  Query: {
    contacts: (_root, { first }, { vibe }, info) => vibe.contacts({ first, ...neededByContacts(info) }),
    contact: (_root, { id }, { vibe }, info) => vibe.contact(id, neededByContact(info)),
  },
  Contact: {
    contactId: ({ id }) => id,
    company: ({ companyId }, _args, { vibe }) => (companyId ? vibe.companies.load(companyId) : null),
    assignedBy: ({ assignedById }, _args, { vibe }) => (assignedById ? vibe.users.load(assignedById) : null),
  },
};

const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async ({ req }) => ({ vibe: new Vibe(req.headers['x-api-key'], { cache: server.cache }) }),
});

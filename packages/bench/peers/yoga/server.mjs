// GraphQL Yoga, a Pothos schema, relations by dataloader: what one would write by hand, without anything around it.
import { createServer } from 'node:http';
import SchemaBuilder from '@pothos/core';
import DataLoader from 'dataloader';
import { createYoga } from 'graphql-yoga';
import { neededByContact, neededByContacts } from '../shared/selected-fields.mjs';
import { fetchByIds, fetchContact, fetchContacts } from '../shared/upstream.mjs';

const builder = new SchemaBuilder({});
const Company = builder.objectRef('Company').implement({ fields: (t) => ({ title: t.exposeString('title') }) });
const User = builder.objectRef('User').implement({ fields: (t) => ({ name: t.exposeString('name') }) });
const Contact = builder.objectRef('Contact').implement({
  fields: (t) => ({
    contactId: t.exposeInt('id'),
    name: t.exposeString('name', { nullable: true }),
    lastName: t.exposeString('lastName', { nullable: true }),
    secondName: t.exposeString('secondName', { nullable: true }),
    post: t.exposeString('post', { nullable: true }),
    phone: t.exposeString('phone', { nullable: true }),
    email: t.exposeString('email', { nullable: true }),
    companyId: t.exposeInt('companyId', { nullable: true }),
    assignedById: t.exposeInt('assignedById', { nullable: true }),
    createdTime: t.exposeString('createdTime', { nullable: true }),
    company: t.field({
      type: Company,
      nullable: true,
      resolve: ({ companyId }, _args, { companies }) => (companyId ? companies.load(companyId) : null),
    }),
    assignedBy: t.field({
      type: User,
      nullable: true,
      resolve: ({ assignedById }, _args, { users }) => (assignedById ? users.load(assignedById) : null),
    }),
  }),
});
const PageInfo = builder.objectRef('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage'),
    endCursor: t.exposeString('endCursor', { nullable: true }),
  }),
});
const ContactConnection = builder.objectRef('ContactConnection').implement({
  fields: (t) => ({
    totalCount: t.exposeInt('totalCount', { nullable: true }),
    nodes: t.field({ type: [Contact], resolve: ({ nodes }) => nodes }),
    pageInfo: t.field({ type: PageInfo, resolve: ({ pageInfo }) => pageInfo }),
  }),
});
builder.queryType({
  fields: (t) => ({
    contacts: t.field({
      type: ContactConnection,
      args: { first: t.arg.int({ required: true }) },
      resolve: (_root, { first }, { apiKey }, info) => fetchContacts(apiKey, { first, ...neededByContacts(info) }),
    }),
    contact: t.field({
      type: Contact,
      nullable: true,
      args: { id: t.arg.id({ required: true }) },
      resolve: (_root, { id }, { apiKey }, info) => fetchContact(apiKey, id, neededByContact(info)),
    }),
  }),
});

const yoga = createYoga({
  schema: builder.toSchema(),
  logging: false,
  context({ request }) {
    const apiKey = request.headers.get('x-api-key');
    return {
      apiKey,
      companies: new DataLoader((ids) => fetchByIds(apiKey, 'companies', ids, ['id', 'title'])),
      users: new DataLoader((ids) => fetchByIds(apiKey, 'users', ids, ['id', 'name'])),
    };
  },
});
createServer((request, response) => void yoga(request, response)).listen(Number(process.env.PORT), '127.0.0.1');

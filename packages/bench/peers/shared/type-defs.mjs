/** The part of the gateway's schema that the workloads ask for. */
export const typeDefs = /* GraphQL */ `
  type Query {
    contacts(first: Int!): ContactConnection
    contact(id: ID!): Contact
  }
  type ContactConnection {
    totalCount: Int
    nodes: [Contact!]!
    pageInfo: PageInfo!
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
  type Contact {
    contactId: Int!
    name: String
    lastName: String
    secondName: String
    post: String
    phone: String
    email: String
    companyId: Int
    assignedById: Int
    createdTime: String
    company: Company
    assignedBy: User
  }
  type Company {
    title: String
  }
  type User {
    name: String
  }
`;

// Checked by tsc, never run: code that the types must accept, and code that they must reject.
import type { ErrorCode } from '@contacts/schema';
import { expectTypeOf } from 'vitest';
import {
  type Client,
  ContactCardDocument,
  type ContactCardQuery,
  ContactsPageDocument,
  type GatewayError,
  type GatewayErrorCode,
  walkContacts,
  type WalkDocument,
} from './index.ts';

declare const client: Client;
declare const error: GatewayError;

// Variables
await client.execute(ContactCardDocument, { id: '17' });
await client.execute(ContactCardDocument, { id: 17 }, { signal: AbortSignal.abort() });
// @ts-expect-error: the variable `id` is required
await client.execute(ContactCardDocument);
// @ts-expect-error: the variable `id` is required
await client.execute(ContactCardDocument, {});
// @ts-expect-error: an id is not a list
await client.execute(ContactCardDocument, { id: [17] });
// @ts-expect-error: there is no such variable
await client.execute(ContactCardDocument, { id: 17, name: 'Anna' });

await client.execute(ContactsPageDocument);
await client.execute(ContactsPageDocument, {});
await client.execute(ContactsPageDocument, { first: 10 } as const);
await client.execute(ContactsPageDocument, { filter: { companyId: { in: [15, 16] as const } } } as const);
// @ts-expect-error: a long text cannot be compared upstream
await client.execute(ContactsPageDocument, { filter: { comments: { eq: 'x' } } });
// @ts-expect-error: contacts cannot be sorted by phone
await client.execute(ContactsPageDocument, { orderBy: [{ field: 'PHONE' }] });

// Results
const { contact } = await client.execute(ContactCardDocument, { id: 17 });
expectTypeOf(contact).toExtend<{ id: string; contactId: number; name: string | null } | null>();
// @ts-expect-error: there may be no such contact
void contact.id;
expectTypeOf(contact!.contactId).toEqualTypeOf<number>();
expectTypeOf(contact!.lastName).toEqualTypeOf<string | null>();
expectTypeOf(contact!.company).toExtend<{ title: string | null } | null>();
expectTypeOf(contact!.phones![0]).toEqualTypeOf<{ readonly type: string | null; readonly value: string } | undefined>();
expectTypeOf(contact!.createdTime).toEqualTypeOf<string | null>();
// @ts-expect-error: the document does not select it
void contact!.leadId;

const { contacts } = await client.execute(ContactsPageDocument);
// @ts-expect-error: null if the upstream could not give them
void contacts.nodes;
expectTypeOf(contacts!.totalCount).toEqualTypeOf<number | null>();
expectTypeOf(contacts!.nodes[0]).not.toBeAny();
expectTypeOf(contacts!.pageInfo.endCursor).toEqualTypeOf<string | null>();

// Plain text has no types to give.
expectTypeOf(await client.execute('{ contacts { totalCount } }')).toBeUnknown();
expectTypeOf(await client.execute('query ($id: ID!) { contact(id: $id) { id } }', { id: 1 })).toBeUnknown();
// @ts-expect-error: a parsed document has no text to send
await client.execute({ kind: 'Document', definitions: [] });

// Walks
for await (const walked of walkContacts(client, { orderBy: [{ field: 'LAST_NAME', direction: 'DESC' }] })) {
  expectTypeOf(walked.cursor).toEqualTypeOf<string>();
  expectTypeOf(walked.contactId).toEqualTypeOf<number>();
  expectTypeOf(walked.phone).toEqualTypeOf<string | null>();
  // @ts-expect-error: the fixed selection has no comments
  void walked.comments;
}
declare const ofOnesOwn: WalkDocument<{ readonly leadId: number | null }>;
for await (const walked of walkContacts(client, { document: ofOnesOwn })) {
  expectTypeOf(walked.leadId).toEqualTypeOf<number | null>();
  // @ts-expect-error: the document does not select it
  void walked.phone;
}
// @ts-expect-error: the document selects no edges
walkContacts(client, { document: ContactsPageDocument });
// @ts-expect-error: the document takes no cursor
walkContacts(client, { document: ContactCardDocument });

// Errors
expectTypeOf(error.dataOf(ContactCardDocument)).toEqualTypeOf<ContactCardQuery | null>();
expectTypeOf(error.data).toBeUnknown();
/** Every code of the schema is one of the client's: a new one there does not compile until it is here too. */
expectTypeOf<ErrorCode>().toExtend<Exclude<GatewayErrorCode, 'UNKNOWN' | 'NETWORK' | 'BAD_RESPONSE' | 'NO_PROGRESS'>>();
expectTypeOf<string>().not.toExtend<GatewayErrorCode>();

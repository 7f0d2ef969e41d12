import type { Me } from '@contacts/core';
import { builder } from './builder.ts';
import { withUpstreamName } from './descriptions.ts';
import { isReadable, type ScopedField, scopedFields } from './field-scopes.ts';

/** A field, and the key that it is shown to. */
interface ViewerFieldRecord extends ScopedField {
  readonly isReadable: boolean | null;
}

/** Fields of the root and of the records, for the size of an answer. */
const USUAL_FIELDS = 120;

const ViewerField = builder.objectRef<ViewerFieldRecord>('ViewerField').implement({
  description: 'A field of the schema that takes a scope to read: one of the root, or of a type that has global ids.',
  fields: (t) => ({
    type: t.exposeString('type', { nullable: false, description: 'The name of the type, such as `Contact`.' }),
    name: t.exposeString('name', { nullable: false, description: 'The name of the field, such as `assignedBy`.' }),
    scope: t.exposeString('scope', { nullable: false, description: 'The scope that it takes: `crm` or `user`.' }),
    isReadable: t.exposeBoolean('isReadable', {
      description:
        'True if the credentials have the scope; null where their scopes are not known. Rights in the portal can hide single records all the same.',
    }),
  }),
});

const Viewer = builder.objectRef<Me>('Viewer').implement({
  description: 'The credentials of the request: their portal, and what they can read.',
  fields: (t) => ({
    portal: t.exposeString('portal', {
      description: withUpstreamName(
        'The host of the portal, such as `mycompany.bitrix24.ru`; null with an error for a key that has none.',
        'portal',
      ),
    }),
    scopes: t.exposeStringList('scopes', {
      description: withUpstreamName(
        'The scopes of the key, such as `crm` and `user`; null where the upstream does not tell.',
        'scopes',
      ),
    }),
    accessMode: t.exposeString('accessMode', {
      description: withUpstreamName(
        '`READWRITE` or `READONLY`; null where the upstream does not tell. The gateway only reads.',
        'accessMode',
      ),
    }),
    fields: t.field({
      type: [ViewerField],
      description: 'The fields of the schema that take a scope, each with whether these credentials can read it.',
      extensions: { requires: { length: () => USUAL_FIELDS } },
      resolve: ({ scopes }, _args, _context, { schema }) =>
        scopedFields(schema).map((field): ViewerFieldRecord => ({ ...field, isReadable: isReadable(field, scopes) })),
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'The credentials of the request, as `/v1/me` has them.',
    extensions: { requires: { reference: 'me' } },
    resolve: (_root, _args, { caller }) => caller.me(),
  }),
);

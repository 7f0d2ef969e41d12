import { type ContactRow, type MultifieldValue as MultifieldRecord, readMultifield } from '@contacts/core';
import { builder } from './builder.ts';

const MultifieldValue = builder.objectRef<MultifieldRecord>('MultifieldValue').implement({
  description: 'One phone number, e-mail address or the like.',
  fields: (t) => ({
    value: t.exposeString('value', { nullable: false }),
    type: t.exposeString('type', {
      description:
        'Such as `WORK`, `MOBILE` or `HOME`; null where the upstream sends the bare value, as it does in lists.',
    }),
  }),
});

/** A field with all values of a multifield of the upstream. */
export function multifield(field: 'phone' | 'email', description: string) {
  return {
    type: [MultifieldValue] as [typeof MultifieldValue],
    nullable: false as const,
    description,
    extensions: { upstreamFields: [field] },
    resolve: (row: ContactRow) => readMultifield(row, field),
  };
}

import type { ContactRow, MultifieldName, MultifieldValue as MultifieldRecord } from '@contacts/core';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { withUpstreamName } from './descriptions.ts';

const MultifieldValue = builder.objectRef<MultifieldRecord>('MultifieldValue').implement({
  description: 'One phone number, e-mail address or the like.',
  fields: (t) => ({
    value: t.exposeString('value', {
      nullable: false,
      description: withUpstreamName('The number or address.', 'value'),
    }),
    type: t.exposeString('type', {
      description: withUpstreamName(
        'Such as `WORK`, `MOBILE` or `HOME`; null where the upstream sends none.',
        'valueType',
      ),
    }),
  }),
});

/** A field with all values of a multifield of the upstream. */
export function multifield(field: MultifieldName, description: string) {
  return {
    type: [MultifieldValue] as [typeof MultifieldValue],
    description,
    extensions: { requires: { fields: [field], part: 'multifields' as const } },
    resolve: (row: ContactRow, _args: unknown, { caller }: Context) => caller.multifield(row, field),
  };
}

import { contacts, InvalidArgumentError } from '@contacts/core';
import { builder } from './builder.ts';
import { Company } from './company.ts';
import { Contact } from './contact.ts';
import { contactFilter } from './contact-filter.ts';
import { searchBox } from './contact-search.ts';
import type { PageArgs } from './entity/page-args.ts';
import { addRootFields } from './entity/root-fields.ts';
import type { InputLimits } from './input-limits.ts';

const pages = addRootFields({ entity: contacts, ref: Contact }, contactFilter, searchBox);

/** Placeholder in plans: the pages of all companies have the same form. */
const ANY_COMPANY = 1;

builder.objectField(Company, 'contacts', (t) =>
  t.connection(
    {
      type: Contact,
      description:
        'The contacts whose main company it is. Costs one call upstream for each company, up to 50 of them in a request.',
      args: pages.args,
      extensions: { requires: { connection: (args, limits) => contactsOf(ANY_COMPANY, args, limits) } },
      resolve: ({ id }, args, context, info) =>
        pages.read(contactsOf(id, args, context.inputLimits), context, info) as never,
    },
    pages.type,
  ),
);

/** Returns the page of the contacts of one company. @throws InvalidArgumentError for a filter or an order that cannot be */
function contactsOf(companyId: number, args: PageArgs, limits: InputLimits) {
  const condition = args.filter?.['companyId'];
  if (condition) {
    const allowed = 'leaving it out: these are the contacts of one company';
    throw new InvalidArgumentError('filter.companyId', condition, allowed);
  }
  return pages.argsOf(args, limits, [{ field: 'companyId', operator: 'eq', value: companyId }]);
}

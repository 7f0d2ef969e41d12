import { type CompanyNeeds, type ContactNeeds, namesIn, type OperationNeeds } from './requirements.ts';

/** The parts of an operation that lead to contacts. */
export type Roots = Pick<OperationNeeds, 'pages' | 'contacts' | 'companies'>;

/**
 * Parts what an operation asks for into what is read at once, and what names custom fields, here or below, which waits
 * for the field list.
 */
export function byNames({ pages, contacts, companies }: Roots): readonly [Roots, Roots | undefined] {
  // A page without rows has no custom fields to name.
  const isNamed = {
    page: ({ query, rows, contact }: Roots['pages'][number]) => query !== undefined && rows > 0 && hasNames(contact),
    contact: ({ ids, contact }: Roots['contacts'][number]) => ids.length > 0 && hasNames(contact),
    company: ({ ids, company }: Roots['companies'][number]) => ids.length > 0 && hasNames({ names: [], company }),
  };
  const named: Roots = {
    pages: pages.filter(isNamed.page).map((page) => ({ ...page, contact: knowingFields(page.contact) })),
    contacts: contacts.filter(isNamed.contact).map((one) => ({ ...one, contact: knowingFields(one.contact) })),
    companies: companies.filter(isNamed.company).map((one) => ({ ...one, company: companyKnowingFields(one.company) })),
  };
  const unnamed: Roots = {
    pages: pages.filter((page) => !isNamed.page(page)),
    contacts: contacts.filter((one) => !isNamed.contact(one)),
    companies: companies.filter((one) => !isNamed.company(one)),
  };
  const isEmpty = Object.values(named).every(({ length }) => length === 0);
  return [unnamed, isEmpty ? undefined : named];
}

function hasNames(needs: Parameters<typeof namesIn>[0]): boolean {
  return namesIn(needs).length > 0;
}

/** The same needs once the field list is there. */
function knowingFields(contact: ContactNeeds): ContactNeeds {
  return { ...contact, customFields: false, company: contact.company && companyKnowingFields(contact.company) };
}

function companyKnowingFields(company: CompanyNeeds): CompanyNeeds {
  return {
    ...company,
    contacts: company.contacts.map((page) => ({ ...page, contact: knowingFields(page.contact) })),
  };
}

/** Row of a dictionary (contract §7). */
export interface StatusSeed {
  entityId: string;
  statusId: string;
  name: string;
  semantics: string | null;
  color: string | null;
}

const dictionaries: Readonly<Record<string, readonly (readonly [code: string, name: string])[]>> = {
  SOURCE: [
    ['CALL', 'Call'],
    ['EMAIL', 'E-mail'],
    ['WEB', 'Website'],
    ['ADVERTISING', 'Advertising'],
    ['PARTNER', 'Existing client'],
    ['RECOMMENDATION', 'Recommendation'],
    ['TRADE_SHOW', 'Show or exhibition'],
    ['WEBFORM', 'CRM form'],
    ['CALLBACK', 'Callback'],
    ['RC_GENERATOR', 'Sales boost'],
    ['STORE', 'Online store'],
    ['OTHER', 'Other'],
  ],
  CONTACT_TYPE: [
    ['CLIENT', 'Client'],
    ['SUPPLIER', 'Supplier'],
    ['PARTNER', 'Partner'],
    ['OTHER', 'Other'],
  ],
  HONORIFIC: [
    ['HNR_EN_1', 'Mr.'],
    ['HNR_EN_2', 'Ms.'],
    ['HNR_EN_3', 'Dr.'],
  ],
  COMPANY_TYPE: [
    ['CUSTOMER', 'Client'],
    ['SUPPLIER', 'Supplier'],
    ['PARTNER', 'Partner'],
    ['COMPETITOR', 'Competitor'],
    ['OTHER', 'Other'],
  ],
  INDUSTRY: [
    ['IT', 'Information technology'],
    ['MANUFACTURING', 'Manufacturing'],
    ['BANKING', 'Banking state'],
    ['TRADE', 'Trade'],
    ['OTHER', 'Other'],
  ],
  EMPLOYEES: [
    ['EMPLOYEES_1', 'less than 50'],
    ['EMPLOYEES_2', '50-250'],
    ['EMPLOYEES_3', '250-500'],
    ['EMPLOYEES_4', 'more than 500'],
  ],
};

/** Returns the codes of one dictionary. */
export function statusCodes(entityId: string): readonly string[] {
  return (dictionaries[entityId] ?? []).map(([code]) => code);
}

/** Returns the rows of all dictionaries, in the order of the portal. */
export function seedStatuses(): StatusSeed[] {
  return Object.entries(dictionaries).flatMap(([entityId, rows]) =>
    rows.map(([statusId, name]) => ({ entityId, statusId, name, semantics: null, color: null })),
  );
}

import type { ContactNeeds } from './requirements.ts';

/** Whether something of each contact has to be read once the contacts are there, whatever is read with them. */
function hasFollowers(needs: ContactNeeds): boolean {
  return needs.company !== null || needs.users > 0 || needs.requisites || mayGetMultifields(needs);
}

/** Returns true if the phones and e-mails of each contact may take a `get` of the contact. */
export function mayGetMultifields({ multifields }: ContactNeeds): boolean {
  return multifields === 'get' || multifields === 'unknown';
}

/**
 * Returns true if the phones and e-mails of contacts whose ids are known are read together with them. They wait where
 * the contacts travel alone, because companies come along.
 */
export function readsMultifieldsFirst(needs: ContactNeeds): boolean {
  return needs.multifields === 'get' && !bringsCompanies(needs);
}

/**
 * Whether dictionaries and field lists, which do not depend on the contacts, are read together with them. In one batch
 * they cost nothing, and save the wave that would read only them where nothing else is to follow. They wait where the
 * contacts travel alone: because companies come along, or with an offset.
 */
export function readsReferencesFirst(needs: ContactNeeds, offset: number): boolean {
  return offset > 0 ? !hasFollowers(needs) : !bringsCompanies(needs);
}

/**
 * Whether it saves a call to have each contact bring its company along (contract §2, "include"): where companies alone
 * would make a second wave, or where more hangs on them, which then comes a wave earlier.
 */
export function bringsCompanies(needs: ContactNeeds): boolean {
  const { company, users, dictionaries, requisites, customFields, multifields } = needs;
  if (!company) return false;
  const alone = users === 0 && dictionaries.length === 0 && !requisites && !customFields && multifields !== 'get';
  return alone || company.users > 0 || company.contacts.length > 0;
}

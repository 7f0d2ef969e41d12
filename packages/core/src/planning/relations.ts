import { companies } from '../entities/company.ts';
import { ALL_FIELDS } from '../entities/contact-fields.ts';
import type { MultifieldSource } from '../entities/multifield.ts';
import { users } from '../entities/user.ts';
import type { Read } from './reads.ts';
import type { RelationRequirements, Requirements } from './requirements.ts';

/** The state of the caller's knowledge when reads are decided on. */
export interface Knowledge {
  /** True for a read that would be answered without a call. */
  readonly isKnown: (read: Read) => boolean;
  readonly multifieldSource: () => MultifieldSource;
}

/** The reads that accompany those of contacts. */
export interface Companions {
  /** True if each contact is to bring its company along (contract §2, "include"). */
  readonly includeCompany: boolean;
  /** Dictionaries and field lists to read in the same wave. */
  readonly ahead: readonly Read[];
  /** True if phones and e-mails of contacts whose ids are known are read in the same wave. */
  readonly multifieldsAhead: boolean;
}

/**
 * Decides on the reads that accompany those of contacts. Dictionaries and field lists cost nothing in one batch with the
 * contacts, and save the wave that would read only them where nothing else is to follow. They wait where the contacts
 * travel alone: because companies come along, or with an offset.
 */
export function companionsOf(each: Requirements, offset: number, knowledge: Knowledge): Companions {
  const references = referencesOf(each).filter((read) => !knowledge.isKnown(read));
  const source = each.parts.includes('multifields') ? knowledge.multifieldSource() : 'rows';
  const hasUsers = each.relations.some(({ entity }) => entity === users);
  const requisites = each.parts.includes('requisites');
  const company = companyOf(each);
  const isAlone = !hasUsers && references.length === 0 && !requisites && source !== 'get';
  const includeCompany = company !== undefined && (isAlone || leadsOn(company));
  const hasFollowers = company !== undefined || hasUsers || requisites || source !== 'rows';
  return {
    includeCompany,
    ahead: (offset > 0 ? hasFollowers : includeCompany) ? [] : references,
    multifieldsAhead: source === 'get' && !includeCompany,
  };
}

/**
 * Returns the fields to select for requirements. All phones and e-mails come with everything, and not by a name
 * (contract §11.9).
 */
export function selectionFor(
  { fields, parts }: Requirements,
  knowledge: Pick<Knowledge, 'multifieldSource'>,
): ReadonlySet<string> {
  if (!parts.includes('multifields') || knowledge.multifieldSource() === 'get') return fields;
  return new Set([...fields, ALL_FIELDS]);
}

/** Returns the reads of the dictionaries and the field list that are required. */
export function referencesOf({ dictionaries, references }: Requirements): readonly Read[] {
  const reads = dictionaries.map((name): Read => ({ kind: 'dictionary', name }));
  if (references.includes('fields')) reads.push({ kind: 'fields' });
  return reads;
}

function companyOf({ relations }: Requirements): RelationRequirements | undefined {
  return relations.find(({ entity }) => entity === companies);
}

/** Returns true if more hangs on a company, which comes a wave earlier if the company comes along. */
function leadsOn({ each }: RelationRequirements): boolean {
  return each.relations.length > 0 || each.connections.length > 0 || each.dictionaries.length > 0;
}

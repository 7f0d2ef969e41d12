import type { CompanyRow } from '../entities/company.ts';
import type { ContactRow } from '../entities/contact.ts';
import type { GroupField } from '../entities/contact-fields.ts';
import type { CustomField } from '../entities/custom-field.ts';
import type { UpstreamRow } from '../entities/decode.ts';
import type { Entity } from '../entities/entity.ts';
import type { FieldDescription } from '../entities/field-description.ts';
import type { Me } from '../entities/me.ts';
import type { MultifieldName, MultifieldValue } from '../entities/multifield.ts';
import type { Requisite } from '../entities/requisite.ts';
import type { DictionaryName, Status } from '../entities/status.ts';
import type { UserRow } from '../entities/user.ts';
import type { Connection } from '../pagination/connection.ts';
import type { Loaded } from '../planning/loaders.ts';
import type { OperationPlan } from '../planning/plan-operation.ts';
import type { Report } from '../planning/report.ts';
import type { OperationRequirements, PageRequirements, Requirements } from '../planning/requirements.ts';
import type { Filter } from '../query/filter.ts';
import type { ContactGroup } from '../wire/aggregate.ts';

/** The reads of one operation of one caller. Reads that are requested at the same time are sent together. */
export interface Caller {
  /**
   * Reads a page of an entity.
   * @param each the requirements of each record, so that they can come along or be read at the same time
   * @throws InvalidArgumentError, BadCursorError before anything is sent, or, for the name of a custom field that the
   *   portal lacks, anything but its field list; UpstreamError
   */
  page(args: PageRequirements['args'], each: Requirements): Promise<Connection>;
  /**
   * Reads one record; `null` if there is none that this caller may see.
   * @throws InvalidArgumentError for the name of a custom field that the portal lacks; UpstreamError
   */
  record(entity: Entity, id: number, each: Requirements): Loaded<UpstreamRow | null>;
  /**
   * All phones or all e-mails of a contact: those that came with it, or those of a `get` of it; `null` if the contact
   * was deleted in the meantime.
   */
  multifield(contact: ContactRow, field: MultifieldName): Promise<readonly MultifieldValue[] | null>;
  /** The company of a contact: the one that came along with it, or the one of the id. */
  companyOf(contact: ContactRow, id: number | null, each: Requirements): Loaded<CompanyRow | null>;
  user(id: number | null): Loaded<UserRow | null>;
  /** The entry of a dictionary that a code stands for; `null` for none, and for one that its dictionary no longer has. */
  status(dictionary: DictionaryName, code: string | null): Loaded<Status | null>;
  /** The entries of a dictionary, in the order of the portal. */
  statuses(dictionary: DictionaryName): Loaded<readonly Status[]>;
  requisites(contactId: number): Loaded<readonly Requisite[]>;
  /** Custom fields of a contact; all where no names are given. @throws InvalidArgumentError for one that the portal lacks */
  customFields(contact: ContactRow, names: readonly string[] | null): Promise<readonly CustomField[]>;
  /** The contact's page in Bitrix24 itself (list-contacts.txt, "The card URL"). */
  cardUrl(contactId: number): Loaded<string>;
  /** The portal's list of contact fields. */
  contactFields(): Loaded<readonly FieldDescription[]>;
  /** The portal, and what the caller's key may do there. */
  me(): Loaded<Me>;
  /**
   * Counts contacts by a field, exactly.
   * @param named true if the entries of the dictionary that the keys are of will be asked for, so that they are read at
   *   the same time
   * @throws InvalidArgumentError for more than 5,000 contacts and a field with too many values; UpstreamError
   */
  groups(filter: Filter, groupBy: GroupField, named: boolean): Promise<readonly ContactGroup[]>;
  /**
   * Counts contacts by a custom field, exactly, with the titles of options.
   * @throws InvalidArgumentError for a field that the portal lacks, that has several values or holds files, and, for more
   *   than 5,000 contacts, one that is no enumeration; UpstreamError
   */
  customGroups(filter: Filter, custom: string): Promise<readonly ContactGroup[]>;
  /** Counts the records that pass a filter, exactly. */
  count(entity: Entity, filter: Filter): Promise<number>;
  /** Plans an operation; nothing is sent. */
  plan(requirements: OperationRequirements): OperationPlan;
  /** Sends the reads as planned from here on. Call it before any read, with the plan of the same operation. */
  follow(plan: OperationPlan): void;
  /** The requests that were sent so far, if they are reported. */
  readonly report: Report | undefined;
}

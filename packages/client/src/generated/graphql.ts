/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A condition on a yes-or-no field. */
export type BooleanFilter = {
  /** Equal to this value. */
  readonly eq?: boolean | null | undefined;
};

/** Conditions on a code of one of the portal's dictionaries, such as `CLIENT`. All conditions of one filter must hold. */
export type CodeFilter = {
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Not equal to this value; records without a value are among these. */
  readonly ne?: string | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** The contacts to list. All conditions must hold, and one of the filters in `or` if it is given. */
export type ContactFilter = {
  /** Number of the responsible user. Upstream: `assignedById`. */
  readonly assignedById?: IntFilter | null | undefined;
  /** Free text; can hold BB codes. Upstream: `comments`. */
  readonly comments?: LongTextFilter | null | undefined;
  /** Number of the main company. Upstream: `companyId`. */
  readonly companyId?: IntFilter | null | undefined;
  /** Number of the contact in Bitrix24. Upstream: `id`. */
  readonly contactId?: IdFilter | null | undefined;
  /** Number of the user that created the contact. Upstream: `createdBy`. */
  readonly createdById?: IntFilter | null | undefined;
  /** Time of creation. Upstream: `createdTime`. */
  readonly createdTime?: DateTimeFilter | null | undefined;
  /** Conditions on custom fields of the portal, all of which must hold; at most 50, unless the gateway is set otherwise. Upstream: names such as `ufCrm_1720019876534`. */
  readonly custom?: ReadonlyArray<CustomFieldFilter> | null | undefined;
  /** Any of the e-mail addresses. Upstream: `email`. */
  readonly email?: MultifieldFilter | null | undefined;
  /** True if the contact may be exported. Upstream: `export`. */
  readonly export?: BooleanFilter | null | undefined;
  /** Code of the dictionary HONORIFIC. Upstream: `honorific`. */
  readonly honorificId?: CodeFilter | null | undefined;
  /** Last name. Upstream: `lastName`. */
  readonly lastName?: StringFilter | null | undefined;
  /** Number of the lead that the contact was made from. Upstream: `leadId`. */
  readonly leadId?: IntFilter | null | undefined;
  /** First name. Upstream: `name`. */
  readonly name?: StringFilter | null | undefined;
  /** True if all users of the portal may see the contact. Upstream: `opened`. */
  readonly opened?: BooleanFilter | null | undefined;
  /** At least one of these filters must hold: 1 to 4, each with at least one condition and no `or` of its own. The upstream has no OR that is known to work: each filter is a list of its own, all of them in one request. By an order with a text, a second request reads what they found in that order. Filters that differ in the wanted value of one field alone are one list. */
  readonly or?: ReadonlyArray<ContactFilter> | null | undefined;
  /** Any of the phone numbers. Upstream: `phone`. */
  readonly phone?: PhoneFilter | null | undefined;
  /** Job title. Upstream: `post`. */
  readonly post?: StringFilter | null | undefined;
  /** Patronymic or middle name. Upstream: `secondName`. */
  readonly secondName?: StringFilter | null | undefined;
  /** More about the source. Upstream: `sourceDescription`. */
  readonly sourceDescription?: LongTextFilter | null | undefined;
  /** Code of the dictionary SOURCE, such as `EMAIL`. Upstream: `sourceId`. */
  readonly sourceId?: CodeFilter | null | undefined;
  /** Code of the dictionary CONTACT_TYPE, such as `CLIENT`. Upstream: `typeId`. */
  readonly typeId?: CodeFilter | null | undefined;
  /** Number of the user that changed the contact last. Upstream: `updatedBy`. */
  readonly updatedById?: IntFilter | null | undefined;
  /** Time of the last change. Upstream: `updatedTime`. */
  readonly updatedTime?: DateTimeFilter | null | undefined;
};

/** One sort key: exactly one of `field` and `custom`. */
export type ContactOrder = {
  /** The name of a custom field with one value, as `contactFields` has it, or its other form; checked by that list before anything else is read. Enumerations and links to records are sorted by number; money cannot be sorted by. */
  readonly custom?: string | null | undefined;
  /** The direction, `ASC` by default. */
  readonly direction?: OrderDirection;
  /** The field to sort by. */
  readonly field?: ContactOrderField | null | undefined;
};

/** A field that contacts can be sorted by. */
export type ContactOrderField =
  /** Number of the responsible user. Upstream: `assignedById`. Sorted by number, not by name. */
  | 'ASSIGNED_BY_ID'
  /** Number of the main company. Upstream: `companyId`. Sorted by number, not by name. */
  | 'COMPANY_ID'
  /** Number of the contact in Bitrix24. Upstream: `id`. */
  | 'CONTACT_ID'
  /** Number of the user that created the contact. Upstream: `createdBy`. Sorted by number, not by name. */
  | 'CREATED_BY_ID'
  /** Time of creation. Upstream: `createdTime`. */
  | 'CREATED_TIME'
  /** Code of the dictionary HONORIFIC. Upstream: `honorific`. Sorted by code, not by the name that the dictionary has for it. */
  | 'HONORIFIC_ID'
  /** Last name. Upstream: `lastName`. */
  | 'LAST_NAME'
  /** Number of the lead that the contact was made from. Upstream: `leadId`. Sorted by number, not by name. */
  | 'LEAD_ID'
  /** First name. Upstream: `name`. */
  | 'NAME'
  /** Job title. Upstream: `post`. */
  | 'POST'
  /** Patronymic or middle name. Upstream: `secondName`. */
  | 'SECOND_NAME'
  /** Code of the dictionary SOURCE, such as `EMAIL`. Upstream: `sourceId`. Sorted by code, not by the name that the dictionary has for it. */
  | 'SOURCE_ID'
  /** Code of the dictionary CONTACT_TYPE, such as `CLIENT`. Upstream: `typeId`. Sorted by code, not by the name that the dictionary has for it. */
  | 'TYPE_ID'
  /** Number of the user that changed the contact last. Upstream: `updatedBy`. Sorted by number, not by name. */
  | 'UPDATED_BY_ID'
  /** Time of the last change. Upstream: `updatedTime`. */
  | 'UPDATED_TIME';

/** Conditions on an option of an enumeration, by its title or its number (`contactFields.options`), or on a code of a dictionary. All conditions of one filter must hold. */
export type CustomCodeFilter = {
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Not equal to this value; records without a value are among these. */
  readonly ne?: string | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

/** Conditions on a moment, as exact as it is shown: to the second. All conditions of one filter must hold. */
export type CustomDateTimeFilter = {
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Later than this moment. */
  readonly gt?: string | null | undefined;
  /** At or later than this moment. */
  readonly gte?: string | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Earlier than this moment. */
  readonly lt?: string | null | undefined;
  /** At or earlier than this moment. */
  readonly lte?: string | null | undefined;
};

/** Conditions on a custom field of the portal: `field`, and exactly one of the others, that of the type of the field (`contactFields.type`). Names, types and values are checked by the list of fields before anything else is read. */
export type CustomFieldFilter = {
  /** For the type `boolean`. */
  readonly boolean?: BooleanFilter | null | undefined;
  /** For the types `enumeration` and `crm_status`. */
  readonly code?: CustomCodeFilter | null | undefined;
  /** For the type `date`. */
  readonly date?: DateFilter | null | undefined;
  /** For the type `datetime`. */
  readonly dateTime?: CustomDateTimeFilter | null | undefined;
  /** Name as `contactFields` has it, or its other form: `UF_CRM_MY_FIELD` for `ufCrmMyField`. */
  readonly field: string;
  /** For the type `money`. */
  readonly money?: MoneyFilter | null | undefined;
  /** For the types `integer`, `double`, `employee`, `iblock_element` and `iblock_section`. */
  readonly number?: CustomNumberFilter | null | undefined;
  /** For the types `string`, `url` and `address`, and those that are not listed here; of several values, any one. */
  readonly string?: StringFilter | null | undefined;
};

/** Conditions on a number, or on the number of a record or user. The upstream takes 0 for no value, so that numbers without a value cannot be told apart by a condition; they are in no range. All conditions of one filter must hold. */
export type CustomNumberFilter = {
  /** Equal to this value. */
  readonly eq?: number | null | undefined;
  /** Greater than this value. */
  readonly gt?: number | null | undefined;
  /** Greater than or equal to this value. */
  readonly gte?: number | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<number> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. Only where the numbers are those of records or users. */
  readonly isEmpty?: boolean | null | undefined;
  /** Less than this value. */
  readonly lt?: number | null | undefined;
  /** Less than or equal to this value. */
  readonly lte?: number | null | undefined;
  /** Not equal to this value; records without a value are among these. Only where the numbers are those of records or users. */
  readonly ne?: number | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. Only where the numbers are those of records or users. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** Conditions on a day. All conditions of one filter must hold. */
export type DateFilter = {
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Later than this day. */
  readonly gt?: string | null | undefined;
  /** On this day or later. */
  readonly gte?: string | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Earlier than this day. */
  readonly lt?: string | null | undefined;
  /** On this day or earlier. */
  readonly lte?: string | null | undefined;
};

/** Conditions on a moment, as exact as it is shown: to the second. All conditions of one filter must hold. */
export type DateTimeFilter = {
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Later than this moment. */
  readonly gt?: string | null | undefined;
  /** At or later than this moment. */
  readonly gte?: string | null | undefined;
  /** Earlier than this moment. */
  readonly lt?: string | null | undefined;
  /** At or earlier than this moment. */
  readonly lte?: string | null | undefined;
  /** Not equal to this value. */
  readonly ne?: string | null | undefined;
};

/** Conditions on the number of a record. All conditions of one filter must hold. */
export type IdFilter = {
  /** Equal to this value. */
  readonly eq?: number | null | undefined;
  /** Greater than this value. */
  readonly gt?: number | null | undefined;
  /** Greater than or equal to this value. */
  readonly gte?: number | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<number> | null | undefined;
  /** Less than this value. */
  readonly lt?: number | null | undefined;
  /** Less than or equal to this value. */
  readonly lte?: number | null | undefined;
  /** Not equal to this value. */
  readonly ne?: number | null | undefined;
  /** Equal to none of these values; an empty list lets everything through. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** Conditions on the number of a linked record. 0 is no record, the same as no value; ranges find no records without a value. All conditions of one filter must hold. */
export type IntFilter = {
  /** Equal to this value. */
  readonly eq?: number | null | undefined;
  /** Greater than this value. */
  readonly gt?: number | null | undefined;
  /** Greater than or equal to this value. */
  readonly gte?: number | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<number> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Less than this value. */
  readonly lt?: number | null | undefined;
  /** Less than or equal to this value. */
  readonly lte?: number | null | undefined;
  /** Not equal to this value; records without a value are among these. */
  readonly ne?: number | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<number> | null | undefined;
};

/** Conditions on a text of any length. All conditions of one filter must hold. */
export type LongTextFilter = {
  /** Has this text anywhere in it. */
  readonly contains?: string | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
};

/** Conditions on an amount of money. The upstream stores it as a text with its currency: it has no ranges. All conditions of one filter must hold. */
export type MoneyFilter = {
  /** Equal to this value. */
  readonly eq?: MoneyInput | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<MoneyInput> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Not equal to this value; records without a value are among these. */
  readonly ne?: MoneyInput | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<MoneyInput> | null | undefined;
};

/** An amount of money. */
export type MoneyInput = {
  /** The amount, in whole units of the currency. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
};

/** Conditions on e-mails or the like: any one of a record's values has to meet them. All conditions of one filter must hold. */
export type MultifieldFilter = {
  /** One value has this text anywhere in it. */
  readonly contains?: string | null | undefined;
  /** One value is equal to this. */
  readonly eq?: string | null | undefined;
  /** One value is equal to one of these. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
};

/** The direction of a sort. */
export type OrderDirection =
  /** Smallest first. Upstream: `asc`. */
  | 'ASC'
  /** Largest first. Upstream: `desc`. */
  | 'DESC';

/** Conditions on phones: any one of a record's phones has to meet them. The upstream compares phones as the texts that it stores: `eq`, `in` and `contains` find no number that is written in another form, and `matches` does. All conditions of one filter must hold. */
export type PhoneFilter = {
  /** One phone is stored with this text anywhere in it. */
  readonly contains?: string | null | undefined;
  /** One phone is stored exactly as this. */
  readonly eq?: string | null | undefined;
  /** One phone is stored exactly as one of these. Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** One phone is this number in any of its usual forms, which `phoneForms` lists: as it is given, digits, with +, and for numbers of the +7 zone with 7, +7, 8 and neither, plain and as usually printed. One request asks for all of them. */
  readonly matches?: string | null | undefined;
};

/** Conditions on a text; upper and lower case are the same to the upstream. All conditions of one filter must hold. */
export type StringFilter = {
  /** Has this text anywhere in it. */
  readonly contains?: string | null | undefined;
  /** Equal to this value. */
  readonly eq?: string | null | undefined;
  /** Equal to one of these values; an empty list lets nothing through. At most 500 values, unless the gateway is set otherwise. */
  readonly in?: ReadonlyArray<string> | null | undefined;
  /** `true`: only records without a value; `false`: only records with one. */
  readonly isEmpty?: boolean | null | undefined;
  /** Not equal to this value; records without a value are among these. */
  readonly ne?: string | null | undefined;
  /** Equal to none of these values; records without a value are among these. At most 500 values, unless the gateway is set otherwise. */
  readonly notIn?: ReadonlyArray<string> | null | undefined;
};

export type ContactCardQueryVariables = Exact<{
  id: string | number;
}>;


export type ContactCardQuery = { readonly contact: { readonly id: string, readonly contactId: number, readonly name: string | null, readonly lastName: string | null, readonly secondName: string | null, readonly post: string | null, readonly sourceDescription: string | null, readonly comments: string | null, readonly createdTime: string | null, readonly updatedTime: string | null, readonly cardUrl: string | null, readonly phones: ReadonlyArray<{ readonly type: string | null, readonly value: string }> | null, readonly emails: ReadonlyArray<{ readonly type: string | null, readonly value: string }> | null, readonly company: { readonly id: string, readonly title: string | null } | null, readonly assignedBy: { readonly id: string, readonly name: string | null, readonly lastName: string | null } | null, readonly type: { readonly statusId: string, readonly name: string | null } | null, readonly source: { readonly statusId: string, readonly name: string | null } | null } | null };

export type ContactsPageQueryVariables = Exact<{
  filter?: ContactFilter | null | undefined;
  orderBy?: ReadonlyArray<ContactOrder> | ContactOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ContactsPageQuery = { readonly contacts: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly contactId: number, readonly name: string | null, readonly lastName: string | null, readonly phone: string | null, readonly email: string | null, readonly companyId: number | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type WalkContactsQueryVariables = Exact<{
  filter?: ContactFilter | null | undefined;
  orderBy?: ReadonlyArray<ContactOrder> | ContactOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WalkContactsQuery = { readonly contacts: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly contactId: number, readonly name: string | null, readonly lastName: string | null, readonly secondName: string | null, readonly phone: string | null, readonly email: string | null, readonly companyId: number | null, readonly post: string | null, readonly typeId: string | null, readonly sourceId: string | null, readonly assignedById: number | null, readonly createdTime: string | null, readonly updatedTime: string | null } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ContactCardDocument = new TypedDocumentString(`
    query ContactCard($id: ID!) {
  contact(id: $id) {
    id
    contactId
    name
    lastName
    secondName
    post
    phones {
      type
      value
    }
    emails {
      type
      value
    }
    company {
      id
      title
    }
    assignedBy {
      id
      name
      lastName
    }
    type {
      statusId
      name
    }
    source {
      statusId
      name
    }
    sourceDescription
    comments
    createdTime
    updatedTime
    cardUrl
  }
}
    `, {"hash":"sha256:770f229d2052f8c484c8322c90f1a3a629d131ca6540dde239f838d25fd7ff0e"}) as unknown as TypedDocumentString<ContactCardQuery, ContactCardQueryVariables>;
export const ContactsPageDocument = new TypedDocumentString(`
    query ContactsPage($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    totalCount
    nodes {
      id
      contactId
      name
      lastName
      phone
      email
      companyId
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:8c5fd672fddb4af2f898123f8ba8157656d78d9992d13d0b394040f2848bb776"}) as unknown as TypedDocumentString<ContactsPageQuery, ContactsPageQueryVariables>;
export const WalkContactsDocument = new TypedDocumentString(`
    query WalkContacts($filter: ContactFilter, $orderBy: [ContactOrder!], $first: Int, $after: String) {
  contacts(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    edges {
      cursor
      node {
        id
        contactId
        name
        lastName
        secondName
        phone
        email
        companyId
        post
        typeId
        sourceId
        assignedById
        createdTime
        updatedTime
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:3919c2201403e456105aa5e028a068d7488c5254bb37e4addc838d3f7b5a80da"}) as unknown as TypedDocumentString<WalkContactsQuery, WalkContactsQueryVariables>;
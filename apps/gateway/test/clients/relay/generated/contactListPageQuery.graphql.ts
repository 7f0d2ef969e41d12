/**
 * @generated SignedSource<<104d090c30d1ee4439f78ec50bf4ad29>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ContactOrderField = "ASSIGNED_BY_ID" | "COMPANY_ID" | "CONTACT_ID" | "CREATED_BY_ID" | "CREATED_TIME" | "HONORIFIC_ID" | "LAST_NAME" | "LEAD_ID" | "NAME" | "POST" | "SECOND_NAME" | "SOURCE_ID" | "TYPE_ID" | "UPDATED_BY_ID" | "UPDATED_TIME" | "%future added value";
export type OrderDirection = "ASC" | "DESC" | "%future added value";
export type ContactOrder = {
  custom?: string | null | undefined;
  direction?: OrderDirection;
  field?: ContactOrderField | null | undefined;
};
export type contactListPageQuery$variables = {
  after?: string | null | undefined;
  first: number;
  orderBy?: ReadonlyArray<ContactOrder> | null | undefined;
};
export type contactListPageQuery$data = {
  readonly " $fragmentSpreads": FragmentRefs<"contactList_query">;
};
export type contactListPageQuery = {
  response: contactListPageQuery$data;
  variables: contactListPageQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "first"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "orderBy"
  }
],
v1 = {
  "kind": "Variable",
  "name": "after",
  "variableName": "after"
},
v2 = {
  "kind": "Variable",
  "name": "first",
  "variableName": "first"
},
v3 = [
  (v1/*:: as any*/),
  (v2/*:: as any*/),
  {
    "kind": "Variable",
    "name": "orderBy",
    "variableName": "orderBy"
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "contactListPageQuery",
    "selections": [
      {
        "args": [
          (v1/*:: as any*/),
          (v2/*:: as any*/)
        ],
        "kind": "FragmentSpread",
        "name": "contactList_query"
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "contactListPageQuery",
    "selections": [
      {
        "alias": null,
        "args": (v3/*:: as any*/),
        "concreteType": "ContactConnection",
        "kind": "LinkedField",
        "name": "contacts",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "ContactEdge",
            "kind": "LinkedField",
            "name": "edges",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Contact",
                "kind": "LinkedField",
                "name": "node",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "contactId",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "id",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "__typename",
                    "storageKey": null
                  }
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "cursor",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "PageInfo",
            "kind": "LinkedField",
            "name": "pageInfo",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "endCursor",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "hasNextPage",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": (v3/*:: as any*/),
        "filters": [
          "orderBy"
        ],
        "handle": "connection",
        "key": "contactList_contacts",
        "kind": "LinkedHandle",
        "name": "contacts"
      }
    ]
  },
  "params": {
    "cacheID": "318a0615cfaa766b05f57927b2b5f49b",
    "id": null,
    "metadata": {},
    "name": "contactListPageQuery",
    "operationKind": "query",
    "text": "query contactListPageQuery(\n  $after: String\n  $first: Int!\n  $orderBy: [ContactOrder!]\n) {\n  ...contactList_query_2HEEH6\n}\n\nfragment contactList_query_2HEEH6 on Query {\n  contacts(first: $first, after: $after, orderBy: $orderBy) {\n    edges {\n      node {\n        contactId\n        id\n        __typename\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "2efa8abbb1bd12942934bfb731e82236";

export default node;

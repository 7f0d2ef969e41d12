/**
 * @generated SignedSource<<32fc208c4f684aefa6154617cd795ceb>>
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
export type contactListQuery$variables = {
  first: number;
  orderBy?: ReadonlyArray<ContactOrder> | null | undefined;
};
export type contactListQuery$data = {
  readonly " $fragmentSpreads": FragmentRefs<"contactList_query">;
};
export type contactListQuery = {
  response: contactListQuery$data;
  variables: contactListQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
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
  "name": "first",
  "variableName": "first"
},
v2 = [
  (v1/*:: as any*/),
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
    "name": "contactListQuery",
    "selections": [
      {
        "args": [
          (v1/*:: as any*/)
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
    "name": "contactListQuery",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
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
        "args": (v2/*:: as any*/),
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
    "cacheID": "547f013e5e6d53c667089bb479f0360d",
    "id": null,
    "metadata": {},
    "name": "contactListQuery",
    "operationKind": "query",
    "text": "query contactListQuery(\n  $first: Int!\n  $orderBy: [ContactOrder!]\n) {\n  ...contactList_query_3ASum4\n}\n\nfragment contactList_query_3ASum4 on Query {\n  contacts(first: $first, orderBy: $orderBy) {\n    edges {\n      node {\n        contactId\n        id\n        __typename\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "a555774e9b59973500bc4487d0c3ed85";

export default node;

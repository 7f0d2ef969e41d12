/** A request that every stack answers, by a document of its own. */
export interface Workload {
  readonly name: WorkloadName;
  readonly title: string;
  /** Connections of the load: fewer where an answer is large. */
  readonly connections: number;
  /** Contacts in an answer. */
  readonly rows: number;
  /** Scalar fields of a contact, as upstream names them. */
  readonly fields: readonly string[];
  readonly withTotal: boolean;
  readonly withRelations: boolean;
}

export type WorkloadName = 'W1' | 'W2' | 'W3' | 'W4' | 'W5' | 'ten fields of 50';

const six = ['id', 'name', 'lastName', 'post', 'phone', 'email'];
const ten = [...six, 'secondName', 'companyId', 'assignedById', 'createdTime'];

export const workloads: readonly Workload[] = [
  {
    name: 'W1',
    title: 'page of 50, 6 fields, pageInfo, totalCount',
    connections: 32,
    rows: 50,
    fields: six,
    withTotal: true,
    withRelations: false,
  },
  {
    name: 'W2',
    title: 'W1 with company and responsible user',
    connections: 32,
    rows: 50,
    fields: six,
    withTotal: true,
    withRelations: true,
  },
  {
    name: 'W3',
    title: '500 contacts, 10 fields',
    connections: 32,
    rows: 500,
    fields: ten,
    withTotal: false,
    withRelations: false,
  },
  {
    name: 'W4',
    title: 'one contact by id, 6 fields',
    connections: 32,
    rows: 1,
    fields: six,
    withTotal: false,
    withRelations: false,
  },
  {
    name: 'W5',
    title: '5,000 contacts, 10 fields',
    connections: 8,
    rows: 5000,
    fields: ten,
    withTotal: false,
    withRelations: false,
  },
];

/** W3 and W5 with few rows, for what a row costs. */
export const fewRows: Workload = {
  name: 'ten fields of 50',
  title: '50 contacts, 10 fields',
  connections: 32,
  rows: 50,
  fields: ten,
  withTotal: false,
  withRelations: false,
};

/** The contact that W4 asks for. */
export const ONE_CONTACT = 17;

/** Returns the workload with this name. Throws a RangeError that lists the names if there is none. */
export function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) {
    throw new RangeError(`No workload "${name}"; there are ${workloads.map((one) => one.name).join(', ')}.`);
  }
  return found;
}

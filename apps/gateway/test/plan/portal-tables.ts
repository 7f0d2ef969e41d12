import { keys, type Sandbox } from '@contacts/sandbox';

export type Row = Readonly<Record<string, unknown>> & { readonly id: number };

/** All rows of the sandbox, for tests to compute from. */
export interface PortalTables {
  readonly contacts: readonly Row[];
  readonly companies: readonly Row[];
  readonly users: readonly Row[];
  readonly statuses: readonly Row[];
  readonly requisites: readonly Row[];
  /** The portal's descriptions of contact fields by their names. */
  readonly fields: Readonly<
    Record<string, { readonly type: string; readonly items?: readonly { ID: string; VALUE: string }[] }>
  >;
}

/** Reads the tables of a sandbox by plain requests, without the gateway. */
export async function readTables(sandbox: Sandbox): Promise<PortalTables> {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/v1/${path}`, { headers: { 'x-api-key': keys.all } });
    return ((await response.json()) as { data: unknown }).data;
  };
  const rows = async (entity: string) => (await read(`${entity}?limit=5000&order[id]=asc`)) as readonly Row[];
  const tables = {
    contacts: await rows('contacts'),
    companies: await rows('companies'),
    users: await rows('users'),
    statuses: await rows('statuses'),
    requisites: await rows('requisites'),
    fields: ((await read('contacts/fields')) as { fields: PortalTables['fields'] }).fields,
  };
  sandbox.clearRequests();
  return tables;
}

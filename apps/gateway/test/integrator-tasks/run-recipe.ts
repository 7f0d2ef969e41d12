import { expect } from 'vitest';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { recipe } from './recipes.ts';

/** Contacts of the sandbox by their fields in the REST API. */
export type SandboxRow = Readonly<Record<string, unknown>>;

export interface RecipeRun<Data> {
  readonly data: Data;
  /** The sandbox's contacts, with which the response is compared. */
  readonly contacts: readonly SandboxRow[];
}

/** Runs a recipe on a gateway that has just been started, and checks that it costs what docs/recipes.md says. */
export async function runRecipe<Data>(
  name: string,
  others: Readonly<Record<string, unknown>> = {},
): Promise<RecipeRun<Data>> {
  await using gateway = await startGatewayWithSandbox();
  const data = await runOn<Data>(gateway, name, others);
  return { data, contacts: gateway.sandbox.contacts.rows() };
}

/** Runs a recipe on a gateway, and checks its cost. */
export async function runOn<Data>(
  gateway: GatewayWithSandbox,
  name: string,
  others: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const { query, variables, requests } = recipe(name);
  gateway.sandbox.clearRequests();
  const { data, errors } = await gateway.ask<Data>(query, { variables: { ...variables, ...others } });
  expect(errors).toEqual([]);
  expect(gateway.calls()).toHaveLength(requests);
  return data;
}

// Checks of the upstream's contract, each with an id and a source.
export { contractChecks } from './checks/all-checks.ts';
export type { Check, CheckResult, Outcome } from './run/check.ts';
export { contractTable, runContract, summaryOf } from './run/contract.ts';
export type { ContractRun } from './run/contract.ts';
export type { DemoCredentials } from './run/contract-api.ts';
export { httpSend } from './run/wire.ts';
export type { Send, WireResponse, WireRequest } from './run/wire.ts';
export { mutations } from './mutations/all-mutations.ts';
export type { Mutation } from './mutations/mutation.ts';
export { isCaught, mutationSummary, runMutations } from './mutations/run-mutations.ts';

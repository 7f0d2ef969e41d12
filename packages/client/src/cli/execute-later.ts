import type { CallArguments, CallOptions, Client } from '../client.ts';
import { retried } from '../rate-limit.ts';
import type { TypedDocument } from '../typed-document.ts';

/** Executes an operation as background traffic. If it is rejected for the rate or the load, it is sent again after the wait that the gateway names. */
export function executeLater<Result, Variables>(
  client: Client,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Result> {
  const options: CallOptions = { signal, priority: 'background' };
  const args = [variables, options] as unknown as CallArguments<NoInfer<Variables>>;
  return retried(() => client.execute(document, ...args), signal);
}

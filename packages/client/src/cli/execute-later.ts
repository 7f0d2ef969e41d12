import type { CallArguments, CallOptions, Client } from '../client.ts';
import { wait, waitMsOf } from '../rate-limit.ts';
import type { TypedDocument } from '../typed-document.ts';

/** Maximum number of retries of an operation that is rejected for the rate or the load. */
const MAX_RETRIES = 5;

/** Executes an operation as background traffic. If it is rejected for the rate or the load, it is sent again after the wait that the gateway names. */
export async function executeLater<Result, Variables>(
  client: Client,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  retriesLeft = MAX_RETRIES,
): Promise<Result> {
  try {
    const options: CallOptions = { signal, priority: 'background' };
    return await client.execute(document, ...([variables, options] as unknown as CallArguments<NoInfer<Variables>>));
  } catch (error) {
    const waitMs = waitMsOf(error);
    if (waitMs === undefined || retriesLeft === 0) throw error;
    await wait(waitMs, signal);
    return executeLater(client, document, variables, signal, retriesLeft - 1);
  }
}

import { createSandbox, keys, type Sandbox, type SandboxOptions, sessions } from '@contacts/sandbox';
import { contractChecks } from '../checks/all-checks.ts';
import type { CheckResult } from '../run/check.ts';
import { runContract } from '../run/contract.ts';
import { httpSend, type Send, type WireResponse, type WireRequest } from '../run/wire.ts';
import { broken, type Mutation } from './mutation.ts';

/** Result of the suite on one broken upstream. */
export interface MutationResult {
  mutation: Mutation;
  /** Ids of the checks that failed. */
  failed: readonly string[];
  /** Ids of the checks that claim the mutation and did not fail. */
  missed: readonly string[];
  /** Ids of the failed checks that do not claim it. */
  others: readonly string[];
}

// The suite exceeds the default limits.
const limits = { requestsPerMinute: 1_000_000, nativePerSecond: 1_000_000 };

/**
 * Runs the suite on broken upstreams, one after the other.
 * @yields the result of each as soon as it is known
 */
export async function* runMutations(mutations: readonly Mutation[]): AsyncGenerator<MutationResult> {
  await using portals = createPortals();
  for (const mutation of mutations) {
    const results = await portals.run(mutation);
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ id }) => id);
    yield {
      mutation,
      failed,
      missed: mutation.caughtBy.filter((id) => !failed.includes(id)),
      others: failed.filter((id) => !mutation.caughtBy.includes(id)),
    };
  }
}

/** Returns true if every claim holds, and no more other checks fail than the mutation allows. */
export function isCaught({ mutation, missed, others }: MutationResult): boolean {
  const { caughtBy, others: allowed = 0 } = mutation;
  return caughtBy.length > 0 && missed.length === 0 && others.length <= allowed;
}

/** Formats one line of the table. */
export function mutationLine(result: MutationResult): string {
  const { mutation, missed, failed, others } = result;
  const claims = missed.length === 0 ? mutation.caughtBy.join(', ') : `not by ${missed.join(', ')}`;
  const more = others.length === 0 ? '' : ` and ${others.length} others`;
  return `${isCaught(result) ? 'caught' : 'MISSED'}  ${mutation.id.padEnd(38)}  ${String(failed.length).padStart(3)}  ${claims}${more}`;
}

/** Formats the summary line. */
export function mutationSummary(results: readonly MutationResult[]): string {
  const caught = results.filter(isCaught).length;
  const claiming = new Set(results.flatMap(({ mutation }) => mutation.caughtBy)).size;
  return `${results.length} mutations, ${caught} caught, by ${claiming} of ${contractChecks.length} checks`;
}

interface Portals extends AsyncDisposable {
  run(mutation: Mutation): Promise<CheckResult[]>;
}

/** Makes sandboxes by their options. Equal reads are sent once for all mutations, since the data are the same. */
function createPortals(): Portals {
  const known = new Map<string, { sandbox: Sandbox; send: Send }>();
  return {
    async run(mutation) {
      const options: SandboxOptions = mutation.sandbox ?? {};
      const name = JSON.stringify(options);
      const portal = known.get(name) ?? (await createPortal(options));
      known.set(name, portal);
      const { sandbox, send } = portal;
      const before = sandbox.contacts.size;
      const upstream = broken(send, mutation);
      const results = await runContract({
        upstream,
        key: keys.all,
        demo: { keys, sessions },
        group: mutation.group,
      });
      // A broken write may leave a contact behind, and a limit may be used up.
      if (sandbox.contacts.size !== before || options.limits !== undefined) sandbox.reset();
      return results;
    },
    async [Symbol.asyncDispose]() {
      for (const { sandbox } of known.values()) await sandbox.close();
    },
  };
}

async function createPortal(options: SandboxOptions): Promise<{ sandbox: Sandbox; send: Send }> {
  const sandbox = await createSandbox({ limits, ...options });
  const send = httpSend(sandbox.url);
  const answers = new Map<string, Promise<WireResponse>>();
  return {
    sandbox,
    send(request) {
      if (!isRead(request) || request.path.startsWith('/v1/me')) return send(request);
      return answers.getOrInsertComputed(JSON.stringify(request), () => send(request));
    },
  };
}

function isRead({ method, path }: WireRequest): boolean {
  return method === 'GET' || (method === 'POST' && /\/(?:search|aggregate|batch)$/.test(path));
}

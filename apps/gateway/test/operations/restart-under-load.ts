import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { runGateway } from '../gateway-process.ts';
import { always, type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';
import { askForOne, type Outcome } from './keep-alive-client.ts';

/** Outcomes of all requests around a SIGTERM. */
export interface Restart {
  /** Outcomes of those whose upstream call was in flight at the signal. */
  readonly inFlight: readonly PromiseSettledResult<Outcome>[];
  /** Outcomes of callers that send requests one after the other on one connection, until a response closes it. */
  readonly looped: readonly PromiseSettledResult<Outcome>[];
  /** Number of operations in flight upstream when the loops had ended. */
  readonly heldMeanwhile: number;
  readonly exit: number | NodeJS.Signals | null;
}

export interface RestartLoad {
  readonly inFlight: number;
  readonly loops: number;
  /** Number of operations of the loops before the signal. */
  readonly loopedBefore: number;
}

/** The expected response of every operation. */
export const wholeAnswer = '{"data":{"contacts":{"nodes":[{"contactId":1}]}}}';

const rows = { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } };
/** Without load shedding, which a busy machine would trigger. */
const unlimited = { PORTAL_CONCURRENCY: 'off', PORTAL_RATE: 'off', KEY_RATE: 'off', RETRIES: '0', SHED_LAG: '0' };

/** Runs the gateway's program, sends SIGTERM under load, and returns the outcomes of all operations. */
export async function restartUnderLoad(load: RestartLoad): Promise<Restart> {
  await using upstream = await startHoldingUpstream();
  await using gateway = runGateway({ VIBECODE_URL: upstream.url, ...unlimited });
  const url = await gateway.ready;
  const agent = new Agent({ keepAlive: true });
  const held = Array.from({ length: load.inFlight }, (_, index) => askForOne(url, agent, `held-${index}`));
  const inFlight = Promise.allSettled(held);
  await until(() => upstream.held() === load.inFlight);

  const loops = Array.from({ length: load.loops }, (_, index) => askUntilTheLast(url, `loop-${index}`));
  await until(() => upstream.requests.length > load.inFlight + load.loopedBefore);
  gateway.kill('SIGTERM');

  const looped = (await Promise.all(loops)).flat();
  const heldMeanwhile = upstream.held();
  upstream.release();
  const restart = { inFlight: await inFlight, looped, heldMeanwhile, exit: await gateway.exited };
  agent.destroy();
  return restart;
}

/** Starts an upstream that holds the requests of some callers until they are released. */
async function startHoldingUpstream(): Promise<ScriptedUpstream & { held(): number; release(): void }> {
  const waiting: (() => void)[] = [];
  const upstream = await startScriptedUpstream((incoming, response) => {
    const answer = (): void => always(200, rows)(incoming, response);
    if (String(incoming.headers['x-api-key']).startsWith('held')) waiting.push(answer);
    else answer();
  });
  return { ...upstream, held: () => waiting.length, release: () => waiting.splice(0).forEach((answer) => answer()) };
}

async function askUntilTheLast(url: string, apiKey: string): Promise<readonly PromiseSettledResult<Outcome>[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const outcomes: PromiseSettledResult<Outcome>[] = [];
  for (;;) {
    const [outcome] = await Promise.allSettled([askForOne(url, agent, apiKey)]);
    outcomes.push(outcome);
    if (outcome.status === 'rejected' || outcome.value.last) return outcomes;
  }
}

const POLL_MS = 5;
const PATIENCE_MS = 60_000;

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error('The awaited condition did not occur.');
    await sleep(POLL_MS);
  }
}

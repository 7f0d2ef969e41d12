import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { runGateway } from '../gateway-process.ts';
import { always, type ScriptedUpstream, startScriptedUpstream } from '../scripted-upstream.ts';
import { askForOne, type Outcome } from './keep-alive-client.ts';

/** What became of everything that was asked around a SIGTERM. */
export interface Restart {
  /** Of those whose upstream call was under way when the signal came. */
  readonly inFlight: readonly PromiseSettledResult<Outcome>[];
  /** Of callers who ask over and over on one connection, until an answer says that it ends. */
  readonly looped: readonly PromiseSettledResult<Outcome>[];
  /** How many operations the upstream still had in its hands when the loops had ended. */
  readonly heldMeanwhile: number;
  readonly exit: number | NodeJS.Signals | null;
}

export interface RestartLoad {
  readonly inFlight: number;
  readonly loops: number;
  /** So many operations of the loops are under way or over before the signal. */
  readonly loopedBefore: number;
}

/** The answer that every operation should have. */
export const wholeAnswer = '{"data":{"contacts":{"nodes":[{"contactId":1}]}}}';

const rows = { success: true, data: [{ id: 1 }], meta: { total: 1, hasMore: false } };
/** What a busy machine would have turned away is not what this is about. */
const unlimited = { PORTAL_CONCURRENCY: 'off', PORTAL_RATE: 'off', KEY_RATE: 'off', RETRIES: '0', SHED_LAG: '0' };

/** Runs the gateway's program, ends it with SIGTERM while it is busy, and tells what came of all operations. */
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

/** An upstream that keeps the requests of some callers until it is told to let them go. */
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
const PATIENCE_MS = 10_000;

async function until(condition: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!condition()) {
    if (performance.now() > giveUpAt) throw new Error('What was waited for did not come.');
    await sleep(POLL_MS);
  }
}

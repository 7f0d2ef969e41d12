import { type Answer, difference } from './answer.ts';
import { postText } from './load/post-request.ts';
import { HttpReader, type Message } from './load/http-reader.ts';
import { connect } from 'node:net';
import type { ServerProcess } from './server-process.ts';
import type { Workload } from './workloads.ts';

/** An answer of a stack, and its length in bytes. */
export interface CheckedAnswer {
  readonly answer: Answer;
  readonly bodyBytes: number;
}

/** Maximum time of one answer, in milliseconds. */
const ANSWER_MS = 60_000;

/** Asks a server for a workload once. Throws if the answer is none, or not the expected one. */
export async function checkAnswer(
  server: ServerProcess,
  workload: Workload,
  expected?: Answer,
): Promise<CheckedAnswer> {
  const { title, request, read } = server.stack;
  const post = request(workload);
  if (post === undefined) throw new Error(`${title} has no ${workload.name}.`);
  const { head, body, bodyBytes } = await ask(server.port, postText(post, 'vibe_api_bench_check'));
  const text = body.toString('utf8');
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(`${title}, ${workload.name}: ${head}\n${text.slice(0, 500)}`);
  const answer = read(workload, JSON.parse(text));
  const wrong = expected === undefined ? undefined : difference(expected, answer);
  if (wrong !== undefined) throw new Error(`${title}, ${workload.name} answers otherwise than the floor: ${wrong}`);
  return { answer, bodyBytes };
}

function ask(port: number, request: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const reader = new HttpReader((message) => {
      socket.destroy();
      resolve(message);
    }, true);
    socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('No answer in time.')));
    socket.on('data', (bytes: Buffer) => reader.push(bytes));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The server closed the connection.')));
    socket.write(request, 'latin1');
  });
}

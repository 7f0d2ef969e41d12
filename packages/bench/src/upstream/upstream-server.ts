// The upstream of all stacks: a process of its own, on the core of the load generator. Sends its port by IPC, and
// the number of requests after each message.
import { createServer, type Socket } from 'node:net';
import { listenOnFreePort } from '@contacts/local-server';
import { HttpReader, type Message } from '../load/http-reader.ts';
import { recordAnswers } from './recorded-answers.ts';

const answers = await recordAnswers();
let requests = 0;

const server = createServer({ noDelay: true }, (socket) => {
  const reader = new HttpReader((message) => reply(socket, message), true);
  socket.on('data', (bytes: Buffer) => reader.push(bytes));
  socket.on('error', () => socket.destroy());
});
const { port } = await listenOnFreePort(server);
process.send?.({ port });
process.on('message', () => process.send?.({ requests }));
process.on('disconnect', () => process.exit());

function reply(socket: Socket, { head, body }: Message): void {
  requests += 1;
  const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ', 2);
  const answer = answers.answer(method, path, body);
  if (answer instanceof Promise) void answer.then((bytes) => socket.write(bytes));
  else socket.write(answer);
}

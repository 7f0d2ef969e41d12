export { freePort, listenOnFreePort, type LocalServer } from './local-server.ts';

import { floor, floorOfNewCallers } from './floor.ts';
import { gateway } from './gateway.ts';
import { hiveGateway } from './hive-gateway.ts';
import { nodePeer } from './peer.ts';
import type { Stack } from './stack.ts';
import { tailcall } from './tailcall.ts';

/** Every stack, the floor first. */
export const allStacks: readonly Stack[] = [
  floor,
  floorOfNewCallers,
  gateway,
  nodePeer('yoga', 'Yoga + Pothos + dataloader', ['graphql-yoga', '@pothos/core', 'dataloader', 'graphql']),
  nodePeer('apollo', 'Apollo Server + datasource-rest + dataloader', ['@apollo/server', '@apollo/datasource-rest']),
  nodePeer('mercurius', 'Mercurius + loaders + JIT', ['mercurius', 'fastify']),
  nodePeer('grafserv', 'Grafserv (Grafast)', ['grafserv', 'grafast']),
  hiveGateway,
  tailcall,
];

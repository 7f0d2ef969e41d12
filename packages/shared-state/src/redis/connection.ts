import { createRedis, type Redis, type RedisOptions } from './client.ts';

type Subscription = readonly [channel: string, listener: (text: string) => void];

/** A connection to Redis with its subscriptions, which can be replaced by a new one. */
export class Connection {
  readonly #create: () => Redis;
  readonly #subscriptions: Subscription[] = [];
  #redis: Redis;
  #isSubscribed = true;

  /**
   * @param onError called with each failure of the connection
   * @param onReady called when commands can be sent, for the first time and after each reconnection
   */
  constructor(options: RedisOptions, onError: (error: unknown) => void, onReady: () => void) {
    this.#create = () => createRedis(options, onError).on('ready', onReady);
    this.#redis = this.#create();
  }

  /** Client for commands. Changes with {@link replace}. */
  get redis(): Redis {
    return this.#redis;
  }

  async connect(): Promise<void> {
    await this.#redis.connect();
  }

  /** Calls a listener with each message on a channel, also after the connection is replaced. */
  async subscribe(channel: string, listener: (text: string) => void): Promise<void> {
    this.#subscriptions.push([channel, listener]);
    await this.#redis.subscribe(channel, listener);
  }

  /** Resolves when Redis answers on this connection. @throws if it does not receive messages yet */
  async ping(): Promise<void> {
    if (!this.#isSubscribed) throw new Error('The channels are not subscribed yet.');
    await this.#redis.ping();
  }

  /** Closes the connection, and opens a new one in the background. Commands in flight are rejected. */
  replace(): void {
    this.close();
    this.#redis = this.#create();
    // The client reports failures to `onError`, and tries again.
    this.#subscribeAgain(this.#redis).catch(() => undefined);
  }

  close(): void {
    if (this.#redis.isOpen) this.#redis.destroy();
  }

  async #subscribeAgain(redis: Redis): Promise<void> {
    this.#isSubscribed = false;
    await redis.connect();
    for (const [channel, listener] of this.#subscriptions) await redis.subscribe(channel, listener);
    this.#isSubscribed = redis === this.#redis;
  }
}

/** What keeps one caller from taking the platform from the others, and how the API describes itself. */
export interface GraphqlSettings {
  /** Where it answers, over HTTP and over web sockets. */
  readonly path: string;
  /** The platform's version, for `platform { version }`. */
  readonly version: string;
  /** How many levels of fields a query may nest. Introspection is not counted. */
  readonly maxDepth: number;
  /** How many root fields an operation may have, each alias counted. */
  readonly maxRootFields: number;
  /** The most a query may cost: a field 1 or what it declares, see `limits/costs.ts`; what is in a list, times its page size. */
  readonly maxComplexity: number;
  /** The largest body, or web socket message, that is read. */
  readonly maxQueryBytes: number;
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  /** Of one API key, over HTTP; the same number of subscriptions may be started per minute on one socket. */
  readonly requestsPerMinute: number;
  /** Requests and web sockets without a key, or with one that is no good, per address. */
  readonly strangersPerMinute: number;
  readonly maxSubscriptionsPerSocket: number;
  /** Web sockets that one key, token or log-in may hold open. */
  readonly maxSocketsPerKey: number;
  /** Origins, beside its own, whose pages may use the API from a browser: `https://desk.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** Addresses and networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  readonly trustedProxies: readonly string[];
  /** How many events one request may look at, all of its `events` together; then their pages hand back what they have found. */
  readonly maxEventsSearched: number;
  /** A query that was asked this often is compiled. Never at the first time: anyone can send queries that are sent but once. */
  readonly compileAfter: number;
  /** The most points of one battery curve. */
  readonly maxCurvePoints: number;
}

export const defaultSettings: GraphqlSettings = {
  path: '/graphql',
  version: '0.0.0',
  maxDepth: 10,
  maxRootFields: 30,
  maxComplexity: 25_000,
  maxQueryBytes: 256 * 1024,
  defaultPageSize: 50,
  maxPageSize: 200,
  requestsPerMinute: 3_000,
  strangersPerMinute: 60,
  maxSubscriptionsPerSocket: 50,
  maxSocketsPerKey: 100,
  allowedOrigins: [],
  trustedProxies: [],
  maxEventsSearched: 20_000,
  compileAfter: 10,
  maxCurvePoints: 2_000,
};

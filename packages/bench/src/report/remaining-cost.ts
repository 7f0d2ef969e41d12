/** The section on what the gateway spends beside the floor. Figures are of profiles of 2026-11-28. */
export const remainingCost = `## Beside the floor

The targets are 2.0 times the floor for W1, W2 and W4, 3.0 for W3 and W5, and 1.5 times that with a new key each request.

- **64 keys.** W1, W3, W4 and W5 are within their targets. In a profile of W4, more than half is sockets, HTTP and undici, which the floor has as
  well; the rest is spread over admission, planning, the steps around the upstream request, and garbage collection, at most 3 µs each.
  Mercurius has less to do for W4: it limits, paces and retries nothing, and all callers share its connections.
- **W2.** Two waves, where the floor forwards three responses at once. Of the 101 µs above W1, about 60 are the HTTP of the second request,
  25 the writing of companies and users, and the rest is their decoding and the wave. One request would do where the users are known and companies come along
  (\`include=company\`), with each company repeated in each of its rows.
- **W5.** In a profile, finding the rows and their ids is 0.8 ms of 2.6, garbage collection 0.3, the write to the socket 0.3,
  and the new names of members 0.2. For pages of 50, 500 and 5,000 rows of 10 fields the gateway costs 1.75, 1.92 and 1.94 times the floor,
  whose own cost per row grows. The answer takes 1.2 to 1.5 times its bytes of memory; the first operation of a
  document is executed by graphql-js, and takes 17 times.
- **A new key each request.** Two callers never share a connection, so each of these requests opens one, and closes another:
  104 µs for an undici client and its connection where a request over an open one is 22 µs; 61 µs of it are the socket alone. A floor
  that opens a connection each time is at three to four times the floor for W1 and W4, above the target itself. For W2, the new caller also
  reads its users, which a known one does not.
- **32 callers of one key.** One of them is planned, sent and written; the others pay for their request's HTTP, the checks
  of their variables, and their metrics: below the floor for all workloads.
- **Time to the first answer.** 0.80 s, the median of 5 starts (\`npm run bench -- scaling\`). 0.7 s of CPU until it listens, 0.4 s with Node's compile cache, which \`npm start\` keeps.
  \`npm start\` does not set \`NODE_ENV=production\`, which would change what the sandbox and GraphiQL do.`;

# The gateway and nothing else: no shell, no package manager, no tests, not root, nothing written to the disk.
#   docker build -t contacts-gateway .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges --stop-timeout 60 -p 4000:4000 \
#     -e VIBECODE_URL=… -e CURSOR_SECRET=… contacts-gateway

FROM node:26-bookworm-slim AS install
WORKDIR /app
COPY . .
# The same versions by the same lock file as everywhere else, install scripts denied as everywhere else.
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install --prod --frozen-lockfile \
 # The Node of the lock file, apart from the packages: the image of the second stage has none.
 && cp -L node_modules/node-linux-*/bin/node /usr/local/bin/contacts-node \
 && rm -rf node_modules/node-linux-* node_modules/.pnpm/node-linux-*

FROM gcr.io/distroless/cc-debian12:nonroot
WORKDIR /app
COPY --from=install /usr/local/bin/contacts-node /usr/local/bin/node
COPY --from=install /app /app
USER nonroot
# Within its container it is reached from outside; -p says from where.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
EXPOSE 4000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["/usr/local/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "--conditions=@contacts/source", "apps/gateway/src/main.ts"]

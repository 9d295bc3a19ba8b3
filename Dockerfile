# The image of the command line: docker build -t mixtide .
#   docker run --rm -v "$PWD/config:/app/config:ro" mixtide run config/pipeline.yaml
# In a container the probes need http.host 0.0.0.0 to be seen from outside; the health check asks http.port, 8080.

FROM node:24.21.0-bookworm-slim AS base
WORKDIR /app

FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY dashboard dashboard
RUN npm run build

# A program must bring what a library asks of its user: rxjs, and the codecs. As requirements like any other they are
# installed in the versions of the lock file, and development's own are left out.
FROM base AS production
COPY package.json package-lock.json .npmrc ./
RUN npm pkg delete devDependencies peerDependenciesMeta && npm install --ignore-scripts --no-save

FROM base
LABEL org.opencontainers.image.title="mixtide" \
  org.opencontainers.image.description="Streaming Gaussian mixtures over Kafka, exactly once" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
COPY --from=production /app/node_modules node_modules
COPY package.json LICENSE ./
COPY --from=build /app/dist dist
COPY config config
COPY data/faithful.csv data/shuttle.csv.gz data/
COPY data/fonts data/fonts
COPY examples/compose examples/compose
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MIXTIDE_HTTP_PORT || 8080}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["--help"]

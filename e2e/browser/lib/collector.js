// The built collector with the default configuration, on free loopback ports and with a store of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from './paths.js';
import { until } from './until.js';

const binary = process.env.E2E_COLLECTOR ?? inRepository('bin/otelcol-plano');
// The last lines of its log, for what goes wrong.
const logTail = 40;

export class Collector {
  #process;
  #log = [];
  #args;
  #directory;

  /**
   * Starts a collector and returns once its page answers.
   * settings are those of planotraces beside its ports and its directory, signals those of planosignals.
   */
  static async start({ settings = {}, signals = {} } = {}) {
    const collector = new Collector();
    await collector.#prepare(settings, signals);
    await collector.begin();
    return collector;
  }

  async #prepare(settings, signals) {
    const [grpc, http, metrics, health, page, query] = await freePorts(6);
    this.#directory = await mkdtemp(join(tmpdir(), 'planotraces-'));
    this.url = `http://127.0.0.1:${page}`;
    this.otlp = `http://127.0.0.1:${http}`;
    this.grpc = `127.0.0.1:${grpc}`;
    this.token = settings.token;
    this.env = {
      ...process.env, PLANO_TRACES_DIR: join(this.#directory, 'store'), PLANO_UI_PORT: String(page), PLANO_TRACE_PORT: String(query),
      E2E_COLLECTOR_GRPC: this.grpc, E2E_COLLECTOR_HTTP: `127.0.0.1:${http}`, E2E_COLLECTOR_METRICS_PORT: String(metrics),
      E2E_COLLECTOR_HEALTH: `127.0.0.1:${health}`,
    };
    // JSON is YAML.
    const more = join(this.#directory, 'more.yaml');
    await writeFile(more, JSON.stringify({
      processors: { planosignals: signals },
      exporters: { planotraces: { otlp_grpc: this.grpc, otlp_http: this.otlp, ...settings } },
    }));
    this.#args = [inRepository('otelcol-config.yaml'), inRepository('e2e/harness/loopback.yaml'), more].flatMap((file) => ['--config', file]);
  }

  /** Starts it, after stop at the same addresses again. */
  async begin() {
    const child = spawn(binary, this.#args, { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    child.once('error', (error) => this.#log.push(String(error)));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.#log = [...this.#log, ...text.split('\n')].slice(-logTail);
      });
    }
    await until('the collector', async () => {
      if (child.exitCode !== null || child.pid === undefined) throw new Error(`the collector ended:\n${this.#log.join('\n')}`);
      return (await this.answers()) !== undefined;
    });
  }

  /** What the page's server answers to a request for a path, undefined while there is none. */
  async answers(path = '/api/v1/status', options = {}) {
    const headers = this.token ? { authorization: `Bearer ${this.token}` } : {};
    try {
      return await fetch(this.url + path, { ...options, headers: { ...headers, ...options.headers } });
    } catch {
      return undefined;
    }
  }

  /** Asks the API. */
  async ask(path, options) {
    const response = await this.answers(`/api/v1${path}`, options);
    if (!response?.ok) throw new Error(`${path}: ${response?.status} ${await response?.text()}`);
    return response.json();
  }

  /** Stops it as an operator would; its store stays. */
  async end() {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  /** Stops it and removes its store. */
  async stop() {
    await this.end();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

// SPDX-License-Identifier: Apache-2.0
// The real server on a free port, with a state directory of its own.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const binary = resolve(process.env.TEST_PASSKEYD ?? "../../build/passkeyd");

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

export class Server {
  static async start(settings = []) {
    const server = new Server();
    server.settings = settings;
    server.directory = await mkdtemp(join(tmpdir(), "passkeyd-browser-"));
    server.port = await freePort();
    server.origin = `http://localhost:${server.port}`;
    await server.run();
    return server;
  }

  async run() {
    this.process = spawn(
      binary,
      [
        "serve",
        "--listen", `localhost:${this.port}`,
        "--origins", this.origin,
        "--state-dir", this.directory,
        "--log-level", "error",
        ...this.settings,
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    for (let tries = 0; tries < 200; tries++) {
      try {
        if ((await fetch(`${this.origin}/healthz`)).ok) return;
      } catch {
        // Not listening yet.
      }
      await pause(25);
    }
    throw new Error("the server does not answer");
  }

  async stop() {
    const ended = once(this.process, "exit");
    this.process.kill("SIGTERM");
    const [code] = await ended;
    if (code !== 0) throw new Error(`the server ended with ${code}`);
  }

  async restart() {
    await this.stop();
    await this.run();
  }

  async discard() {
    await this.stop();
    await rm(this.directory, { recursive: true });
  }
}

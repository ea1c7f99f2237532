// SPDX-License-Identifier: Apache-2.0
// As much of an SMTP server as one mail needs; it keeps what it is given.

import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export class MailServer {
  static async start() {
    const server = new MailServer();
    server.mails = [];
    server.listener = createServer((socket) => server.talk(socket)).listen(0, "127.0.0.1");
    await once(server.listener, "listening");
    server.url = `smtp://127.0.0.1:${server.listener.address().port}`;
    return server;
  }

  talk(socket) {
    let mail = null;
    let rest = "";
    socket.write("220 test\r\n");
    socket.on("error", () => {});
    socket.on("data", (data) => {
      const lines = (rest + data).split("\r\n");
      rest = lines.pop();
      for (const line of lines) {
        if (mail !== null && line !== ".") {
          mail += `${line}\n`;
          continue;
        }
        if (line === ".") this.mails.push(mail);
        mail = line.toUpperCase() === "DATA" ? "" : null;
        socket.write(mail === "" ? "354 go on\r\n" : "250 ok\r\n");
      }
    });
  }

  // The path of the link in the next mail.
  async nextLink() {
    for (let tries = 0; tries < 200; tries++) {
      const mail = this.mails.shift();
      const [path] = mail?.match(/\/link\/[A-Za-z0-9_-]{43}/) ?? [];
      if (path) return path;
      await pause(25);
    }
    throw new Error("no mail with a link came");
  }

  stop() {
    this.listener.close();
  }
}

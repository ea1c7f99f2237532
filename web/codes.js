// SPDX-License-Identifier: Apache-2.0
// Ways to keep recovery codes. They never leave the browser for this.
import { say, sentence, show } from "./form.js";

const codes = [...document.querySelectorAll("#codes code")].map((code) => code.textContent);
const text = `${document.title}\n\n${codes.join("\n")}\n`;

function download() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = sentence("script.file_name");
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(text);
    say(sentence("script.copied"));
  } catch {
    say(sentence("script.not_copied"), true);
  }
}

show("keep");
document.getElementById("download").addEventListener("click", download);
document.getElementById("copy").addEventListener("click", copy);
document.getElementById("print").addEventListener("click", () => print());

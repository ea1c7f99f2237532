// SPDX-License-Identifier: Apache-2.0
import { during, say, sentence, show } from "./form.js";
import { confirmWithPasskey, supportsPasskeys } from "./passkey.js";

if (supportsPasskeys()) {
  show("passkey")?.addEventListener("click", () =>
    during(async () => {
      await confirmWithPasskey();
      say(sentence("script.confirmed"));
      location.assign("/account?confirmed");
    }),
  );
}

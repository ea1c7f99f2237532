// SPDX-License-Identifier: Apache-2.0
import { during } from "./status.js";

const form = document.getElementById("sign-out");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  during(form, "Signing out…", async () => {
    let response;
    try {
      response = await fetch("/api/auth/logout", { method: "POST" });
    } catch {
      throw new Error("The server cannot be reached. Check your connection and try again.");
    }
    if (!response.ok) throw new Error("You could not be signed out. Please try again.");
    location.assign("/");
  });
});

/* Saves an application while it is written: a second after the last key, four seconds after the first
   at the latest. While the server does not answer it says so and tries again; without this file the
   button saves. */
"use strict";

(() => {
  const PAUSE = 1000;
  const LONGEST = 4000;
  const AGAIN = 3000;
  const form = document.getElementById("application-form");
  const saved = document.getElementById("saved");
  if (!form || !saved) return;

  let first = 0;
  let last = 0;
  let sending = false;
  let stopped = false;
  let waitUntil = 0;

  const note = (event) => {
    if (event.target.form !== form) return;
    last = Date.now();
    first ||= last;
  };
  document.addEventListener("input", note);
  document.addEventListener("change", note);

  const say = (text) => {
    const line = document.createElement("p");
    line.className = "wrong-text";
    line.textContent = text;
    saved.replaceChildren(line);
  };

  const retry = () => {
    first ||= Date.now();
    waitUntil = Date.now() + AGAIN;
  };

  window.setInterval(() => {
    const now = Date.now();
    if (!first || sending || stopped || now < waitUntil) return;
    if (now - last < PAUSE && now - first < LONGEST) return;
    first = 0;
    sending = true;
    window.htmx.trigger(form, "save-now");
  }, 250);

  form.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 200 || status === 409) return;
    // A page of an error is no part of this one.
    event.detail.shouldSwap = false;
    say(status >= 500 ? saved.dataset.offline : saved.dataset.failed);
    if (status >= 500) retry();
  });
  form.addEventListener("htmx:afterRequest", () => { sending = false; });
  form.addEventListener("htmx:sendError", () => { say(saved.dataset.offline); retry(); });
  form.addEventListener("htmx:timeout", () => { say(saved.dataset.offline); retry(); });
  document.addEventListener("htmx:afterSettle", () => {
    if (saved.querySelector("[data-stale]")) stopped = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (first && !stopped) event.preventDefault();
  });
  form.addEventListener("submit", () => { first = 0; });
})();

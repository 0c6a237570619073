/* In a chord diagram: a country that is pointed at, with its ribbons alone. */
"use strict";

(() => {
  const start = (root) => {
    const svg = root.querySelector("svg");
    const ribbons = [...svg.querySelectorAll("[data-ends]")].map((path) => ({
      path, ends: path.dataset.ends.split(" "),
    }));
    const show = (place) => {
      svg.classList.toggle("dimmed", Boolean(place));
      ribbons.forEach(({ path, ends }) => path.classList.toggle("lit", ends.includes(place)));
    };
    svg.addEventListener("pointerover", (event) => show(event.target.closest("[data-arc]")?.dataset.arc));
    svg.addEventListener("pointerleave", () => show());
    root.dataset.ready = "yes";
  };

  const startAll = () => document.querySelectorAll("[data-chord]:not([data-ready])").forEach(start);
  document.addEventListener("htmx:afterSettle", startAll);
  startAll();
})();

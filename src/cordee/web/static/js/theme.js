/* Sets light or dark before the first paint, so that a page never flashes. Loaded without defer. */
"use strict";

(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const getChoice = () => {
    const found = document.cookie.match(/(?:^|; )cordee_theme=(light|dark)/);
    return found ? found[1] : "";
  };

  const show = (theme) => {
    if (root.dataset.bsTheme === theme) return;
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("cordee:theme", { detail: { theme } }));
  };

  const apply = () => {
    show(getChoice() || (dark.matches ? "dark" : "light"));
  };

  window.cordeeTheme = {
    toggle() {
      const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
      document.cookie = `cordee_theme=${theme}; path=/; max-age=31536000; SameSite=Lax`;
      apply();
      return theme;
    },
  };

  // Paper is white: a dark page is printed light, and its charts with it.
  window.addEventListener("beforeprint", () => show("light"));
  window.addEventListener("afterprint", apply);

  root.classList.add("has-script");
  dark.addEventListener("change", apply);
  apply();
})();

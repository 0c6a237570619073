/* What pages do beyond links and forms: theme button, organisation search, definitions, copying the
   address, telling a screen reader what changed, scrolling tables by the keyboard. Every page works
   without this file. */
"use strict";

(() => {
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const announcer = document.getElementById("announcement");
  const announce = (text) => {
    announcer.textContent = "";
    window.setTimeout(() => { announcer.textContent = text; }, 30);
  };

  /* --- organisation search: the WAI-ARIA combobox pattern over a list the server sends -------- */

  const getList = (input) => document.getElementById(input.getAttribute("aria-controls"));
  const getOptions = (input) => [...getList(input).querySelectorAll("[role=option]")];

  const markOption = (input, option) => {
    getOptions(input).forEach((each) => each.setAttribute("aria-selected", String(each === option)));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const closeList = (input) => {
    getList(input).replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const chooseOption = (input, option) => {
    const fills = "fills" in input.dataset;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = input.dataset.field ?? "org";
    field.value = option.dataset.id;
    if (fills) forgetChoice(input);
    input.form.append(field);
    input.value = fills ? option.dataset.text : "";
    closeList(input);
    if (!fills) input.form.requestSubmit();
  };

  // What is typed after a choice may mean another thing.
  const forgetChoice = (input) => {
    input.form.querySelectorAll(`input[type=hidden][name="${input.dataset.field}"]`)
      .forEach((each) => each.remove());
  };

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[role=combobox][data-fills]")) forgetChoice(event.target);
  });

  const moveBy = (input, step) => {
    const options = getOptions(input);
    if (!options.length) return;
    const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
    const start = at < 0 && step < 0 ? 0 : at;
    markOption(input, options[(start + step + options.length) % options.length]);
  };

  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches?.("[role=combobox]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      moveBy(input, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const options = getOptions(input);
      const chosen = options.find((each) => each.getAttribute("aria-selected") === "true") ?? options[0];
      if (chosen) {
        event.preventDefault();
        chooseOption(input, chosen);
      }
    } else if (event.key === "Escape") {
      closeList(input);
    }
  });

  // Leaving the search box must not reload the page, which the form does on any other change.
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[role=combobox]")) event.stopPropagation();
  }, true);

  document.addEventListener("mousedown", (event) => {
    const option = event.target.closest?.(".combobox [role=option]");
    if (option) {
      event.preventDefault();
      chooseOption(option.closest(".combobox").querySelector("[role=combobox]"), option);
    }
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches?.("[role=combobox]")) closeList(event.target);
  });

  /* --- definitions and menus: open on tap, focus or hover, one at a time, Escape closes ------- */

  const floating = "details.definition, details.menu";
  const closeOthers = (kept) => {
    document.querySelectorAll("details.definition[open], details.menu[open]").forEach((each) => {
      if (each !== kept) {
        each.open = false;
        delete each.dataset.hovered;
      }
    });
  };

  document.addEventListener("click", (event) => closeOthers(event.target.closest(floating)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (document.activeElement?.matches(".left-span")) document.activeElement.blur();
    const open = document.querySelector("details.definition[open], details.menu[open]");
    if (!open) return;
    const inside = open.contains(document.activeElement);
    closeOthers(null);
    if (inside) open.querySelector("summary").focus();
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const details = event.target.closest?.("details.definition");
    if (details && !details.open && event.target.closest("summary")) {
      closeOthers(details);
      details.open = true;
      details.dataset.hovered = "yes";
    }
  });
  document.addEventListener("pointerout", (event) => {
    const details = event.target.closest?.("details.definition[data-hovered]");
    if (details && !details.contains(event.relatedTarget)) {
      details.open = false;
      delete details.dataset.hovered;
    }
  });
  // A click on a definition that hovering opened keeps it open instead of closing it.
  document.addEventListener("click", (event) => {
    const details = event.target.closest?.("summary")?.parentElement;
    if (details?.dataset.hovered) {
      event.preventDefault();
      delete details.dataset.hovered;
    }
  });

  /* --- buttons -------------------------------------------------------------------------------- */

  const actions = {
    theme: () => announce(window.cordeeTheme.toggle() === "dark" ? texts.dark : texts.light),
    print: () => window.print(),
    // What a button copies is another element's text when it names one, else the page's address.
    copy: async (button) => {
      const label = button.querySelector("[data-label]");
      const source = document.getElementById(button.dataset.copies ?? "");
      const text = source ? source.textContent : window.location.href;
      const copied = source ? texts.command_copied : texts.copied;
      label.dataset.label ||= label.textContent;
      try {
        await navigator.clipboard.writeText(text);
        label.textContent = copied;
        announce(copied);
        window.setTimeout(() => { label.textContent = label.dataset.label; }, 2500);
      } catch {
        window.prompt(label.dataset.label, text);
      }
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-action]");
    if (button) actions[button.dataset.action]?.(button);
  });

  /* --- tables wider than their place ---------------------------------------------------------- */

  // Only those that scroll, so that the others are no stop of the tab key (WCAG 2.2, 2.1.1).
  const letScroll = (box) => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  };
  const watched = new ResizeObserver((entries) => entries.forEach(({ target }) => letScroll(target.closest(".table-wrap"))));
  const watchTables = () => {
    watched.disconnect();
    document.querySelectorAll(".table-wrap").forEach((box) => {
      letScroll(box);
      watched.observe(box);
      [...box.children].forEach((each) => watched.observe(each));
    });
  };
  watchTables();

  /* --- after a part of the page was replaced -------------------------------------------------- */

  const keepLanguageLinks = () => {
    document.querySelectorAll(".languages a").forEach((link) => {
      const query = new URLSearchParams(window.location.search);
      query.set("lang", link.lang);
      link.href = `${window.location.pathname}?${query}`;
    });
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.parameters;
    [...form.entries?.() ?? []].forEach(([name, value]) => { if (value === "") form.delete(name); });
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    watchTables();
    const list = event.detail.target;
    if (list.matches("[role=listbox]")) {
      const input = document.querySelector(`[aria-controls="${list.id}"]`);
      const options = getOptions(input);
      input.setAttribute("aria-expanded", String(options.length > 0));
      markOption(input, options[0] ?? null);
      announce(list.querySelector("[data-announce]")?.dataset.announce ?? "");
      return;
    }
    const told = list.matches("[data-announce]") ? list : list.querySelector("[data-announce]");
    if (told) announce(told.dataset.announce);
    if (list.id === "main" && document.activeElement === document.body) {
      document.getElementById("organisation-search")?.focus({ preventScroll: true });
    }
    keepLanguageLinks();
  });
  document.addEventListener("htmx:pushedIntoHistory", keepLanguageLinks);
  document.addEventListener("htmx:sendError", () => announce(texts.unreachable));
})();

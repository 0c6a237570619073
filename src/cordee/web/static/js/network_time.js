/* The years of a network: a slider under which circles and lines grow and fade, all in their places.
   Works by year come with the page; without this script the same form asks the server for a year. */
"use strict";

(() => {
  const BEAT = 1400; // milliseconds a year: long enough to find what has changed
  const FADE = 450;
  const CROWD = 300; // nodes that a slow machine no longer lets grow step by step
  const SVG = "http://www.w3.org/2000/svg";

  const start = (root) => {
    const form = root.querySelector("[data-time]");
    if (!form) return;
    const { time, ties } = JSON.parse(document.getElementById("network-data").textContent);
    const picture = root.cordeePicture;
    const slider = form.querySelector("input[type=range]");
    const select = form.querySelector("select[name=window]");
    const told = form.querySelector("output");
    const button = form.querySelector("[data-play]");
    const write = new Intl.NumberFormat(document.documentElement.lang).format;
    const names = picture.nodes.map((node) => node.title.replace(/ \([^()]*\)$/, ""));
    let lines = root.querySelector(".network-lines");
    const svg = lines.ownerSVGElement;
    let playing = 0;
    let resting = 0;

    const holds = (year, last, window) => year <= last && year > last - window;
    const countPart = (part, last, window) => {
      let works = 0;
      for (let at = 0; at < part.length; at += 2) {
        if (holds(time.years[0] + part[at], last, window)) works += part[at + 1];
      }
      return works;
    };
    const count = (parts, whole, last, window) => (
      last === null ? whole : parts.map((part) => countPart(part, last, window)));

    const drawNodes = (works) => {
      const { least, largest, most } = time.scale;
      works.forEach((count, place) => picture.resize(
        place, Math.max(least, largest * Math.sqrt(count / most)), count === 0,
        `${names[place]} (${write(count)})`,
      ));
      picture.place();
    };

    /* Lines of one colour and width are one path, as the server draws them; the former ones fade. */
    const drawLines = (works) => {
      const paths = new Map();
      works.forEach((count, at) => {
        if (!count) return;
        const width = [...time.widths].reverse().find(([least]) => count >= least)[1];
        const key = `${width} ${time.kinds[at]}`;
        const [one, other] = ties[at].map((place) => picture.nodes[place]);
        paths.set(key, `${paths.get(key) ?? ""}M${one.x} ${one.y}L${other.x} ${other.y}`);
      });
      const next = lines.cloneNode(false);
      next.classList.remove("leaving");
      next.classList.add("arriving");
      const order = [...paths.keys()].sort((one, other) => (
        other.endsWith("between") - one.endsWith("between") || one.localeCompare(other)));
      order.forEach((key) => {
        const [width, kind] = key.split(" ");
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("class", `tie tie-${kind}`);
        path.setAttribute("stroke-width", width);
        path.setAttribute("d", paths.get(key));
        next.append(path);
      });
      const former = lines;
      if (picture.nodes.length > CROWD) {
        next.classList.remove("arriving");
        former.replaceWith(next);
        lines = next;
        return;
      }
      former.after(next);
      former.classList.replace("arriving", "leaving") || former.classList.add("leaving");
      window.setTimeout(() => former.remove(), FADE);
      lines = next;
    };

    const getMoment = () => ({
      last: slider.value === "0" ? null : time.years[Number(slider.value) - 1],
      window: Number(select.value),
    });

    const nameYears = ({ last, window }) => {
      if (last === null) return told.dataset.whole;
      if (window === time.longest) return told.dataset.until.replace("{year}", last);
      return window === 1 ? String(last) : `${last - window + 1}–${last}`;
    };

    const tell = (moment, nodes) => {
      const works = time.works.reduce((sum, each, at) => (
        sum + (moment.last === null || holds(time.years[at], moment.last, moment.window) ? each : 0)), 0);
      const said = told.dataset.said.replace("{years}", nameYears(moment))
        .replace("{works}", write(works)).replace("{nodes}", write(nodes.filter(Boolean).length));
      told.textContent = said;
      slider.setAttribute("aria-valuetext", said);
    };

    /* The address, and the files that are pictures, say what is seen. */
    const keep = ({ last, window: width }) => {
      const change = (address) => {
        const url = new URL(address, document.baseURI);
        url.searchParams.delete("year");
        url.searchParams.delete("window");
        if (last !== null) url.searchParams.set("year", last);
        if (width !== 1) url.searchParams.set("window", width);
        return url;
      };
      window.history.replaceState(window.history.state, "", change(window.location.href));
      document.querySelectorAll("a[data-dated]").forEach((link) => { link.href = change(link.href); });
    };

    const show = () => {
      const moment = getMoment();
      const nodes = count(time.nodes, time.whole, moment.last, moment.window);
      // Circles grow step by step now, and follow a zoom at once.
      svg.classList.toggle("growing", picture.nodes.length <= CROWD);
      window.clearTimeout(resting);
      resting = window.setTimeout(() => svg.classList.remove("growing"), FADE);
      drawNodes(nodes);
      drawLines(count(time.ties, time.thick, moment.last, moment.window));
      tell(moment, nodes);
      keep(moment);
    };

    const pause = () => {
      window.clearInterval(playing);
      playing = 0;
      button.querySelector("span").textContent = button.dataset.play;
      button.querySelector("use").setAttribute("href", "#icon-play");
      told.removeAttribute("aria-live");
    };
    const step = () => {
      slider.value = String(Number(slider.value) + 1);
      show();
      if (slider.value === slider.max) pause();
    };
    const play = () => {
      // Years that go by of themselves are not read out; the last one is.
      told.setAttribute("aria-live", "off");
      button.querySelector("span").textContent = button.dataset.pause;
      button.querySelector("use").setAttribute("href", "#icon-pause");
      if (slider.value === slider.max) slider.value = "0";
      step();
      if (slider.value !== slider.max) playing = window.setInterval(step, BEAT);
    };

    button.addEventListener("click", () => (playing ? pause() : play()));
    slider.addEventListener("input", () => { if (playing) pause(); show(); });
    select.addEventListener("change", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    // A page that is left by its menu takes its clock with it.
    document.addEventListener("htmx:beforeSwap", pause, { once: true });
    root.dataset.timed = "yes";
  };

  const startAll = () => document.querySelectorAll("[data-network][data-ready]:not([data-timed])").forEach(start);
  document.addEventListener("htmx:afterSettle", startAll);
  startAll();
})();

/* Moving about in the picture of a network: pan, zoom, search, and dimming what a node is not tied to.
   The picture itself comes drawn from the server. */
"use strict";

(() => {
  const MOST_ZOOM = 24;
  const STEP = 1.3;
  const FARTHEST = 2; // lines further from its circle that the one name which matters most may stand
  const LETTER = 0.55; // of the size of names: about how wide a letter is
  const BEND = 0.18;
  const SVG = "http://www.w3.org/2000/svg";

  const start = (root) => {
    const frame = root.querySelector(".network-frame");
    const svg = frame.querySelector("svg");
    const { width, height } = svg.viewBox.baseVal;
    const { ties, openings = [] } = JSON.parse(document.getElementById("network-data").textContent);
    const near = svg.querySelector(".network-near");
    // In the order of their places: a picture may draw some later, to lie on top.
    const circles = [...svg.querySelectorAll("[data-node]")]
      .sort((one, other) => Number(one.dataset.node) - Number(other.dataset.node));
    const nodes = circles.map((circle) => ({
      circle,
      x: Number(circle.getAttribute("cx")),
      y: Number(circle.getAttribute("cy")),
      radius: Number(circle.getAttribute("r")),
      title: circle.querySelector("title").textContent,
      gone: circle.classList.contains("gone"),
      ties: [],
    }));
    svg.querySelectorAll("[data-name]").forEach((name) => {
      const node = nodes[Number(name.dataset.name)];
      node.name = name;
    });
    ties.forEach(([one, other]) => {
      nodes[one].ties.push(other);
      nodes[other].ties.push(one);
    });

    const view = { x: 0, y: 0, zoom: 1 };
    let chosen = -1;
    let waiting = 0;

    const isSeen = (box) => box[0] >= view.x && box[2] <= view.x + width / view.zoom
      && box[1] >= view.y && box[3] <= view.y + height / view.zoom;

    /* Names keep their size on the screen, so more of them find room the nearer one looks. */
    const placeNames = () => {
      const { pixels } = measure();
      const size = 12 / (pixels * view.zoom);
      svg.style.setProperty("--name-size", `${size}px`);
      const kept = chosen >= 0 ? new Set([chosen, ...nodes[chosen].ties]) : null;
      const order = kept ? [chosen, ...nodes[chosen].ties] : nodes.keys();
      // A name across a circle lacks contrast. Its own circle ends where its name begins.
      const taken = nodes.map((node) => {
        const radius = node.radius / shrink();
        return [node.x - radius, node.y - radius, node.x + radius, node.y + radius];
      });
      if (kept) nodes.forEach((node, place) => { if (!kept.has(place)) node.name.classList.add("quiet"); });
      for (const place of order) {
        const node = nodes[place];
        if (node.gone) { node.name.classList.add("quiet"); continue; }
        const half = (node.name.textContent.length * size * LETTER) / 2;
        const radius = node.radius / shrink();
        const lines = [node.y + radius + size * 1.1, node.y - radius - size * 0.35];
        const first = place === chosen || (!kept && !place);
        if (first) for (let far = 1; far <= FARTHEST; far += 1) lines.push(lines[0] + far * size, lines[1] - far * size);
        const boxes = lines.map((line) => [node.x - half, line - size * 1.1, node.x + half, line + size * 0.2]);
        const found = boxes.findIndex((box) => isSeen(box) && !taken.some((other) =>
          box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]));
        // Whom a reader has chosen is named whatever lies there.
        const shown = found >= 0 || place === chosen;
        node.name.classList.toggle("quiet", !shown);
        if (shown) {
          taken.push(boxes[Math.max(found, 0)]);
          node.name.setAttribute("y", lines[Math.max(found, 0)]);
        }
      }
    };

    /* Circles grow more slowly than distances, which is what parts a crowd. */
    const shrink = () => Math.sqrt(view.zoom);

    /* While a hand moves the picture, what was painted is shifted and scaled, which costs nothing;
       it is painted anew, with the names that then have room, when the hand rests. */
    const REST = 300;
    let painted = { ...view };
    let resting = 0;
    const measure = () => {
      const pixels = Math.min(frame.clientWidth / width, svg.clientHeight / height) || 1;
      return {
        pixels,
        left: (frame.clientWidth - width * pixels) / 2,
        top: (svg.clientHeight - height * pixels) / 2,
      };
    };
    const shift = () => {
      waiting = 0;
      const { pixels, left, top } = measure();
      const scale = view.zoom / painted.zoom;
      const right = left * (1 - scale) + (painted.x - view.x) * view.zoom * pixels;
      const down = top * (1 - scale) + (painted.y - view.y) * view.zoom * pixels;
      svg.style.transform = `translate(${right}px, ${down}px) scale(${scale})`;
      window.clearTimeout(resting);
      resting = window.setTimeout(draw, REST);
    };

    const draw = () => {
      view.x = Math.min(Math.max(view.x, -0.5 * width / view.zoom), width - 0.5 * width / view.zoom);
      view.y = Math.min(Math.max(view.y, -0.5 * height / view.zoom), height - 0.5 * height / view.zoom);
      svg.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.zoom} ${height / view.zoom}`);
      if (view.drawn !== view.zoom) {
        nodes.forEach((node) => node.circle.setAttribute("r", node.radius / shrink()));
        svg.style.setProperty("--line-scale", String(1 / view.zoom));
        view.drawn = view.zoom;
      }
      svg.style.transform = "";
      painted = { ...view };
      placeNames();
    };
    const redraw = () => { waiting ||= window.requestAnimationFrame(shift); };

    const zoomAt = (factor, x, y) => {
      const zoom = Math.min(Math.max(view.zoom * factor, 1), MOST_ZOOM);
      view.x = x - (x - view.x) * (view.zoom / zoom);
      view.y = y - (y - view.y) * (view.zoom / zoom);
      view.zoom = zoom;
      if (zoom === 1) { view.x = 0; view.y = 0; }
      redraw();
    };
    const zoomBy = (factor) => zoomAt(factor, view.x + width / view.zoom / 2, view.y + height / view.zoom / 2);
    const moveBy = (right, down) => {
      view.x += right * width / view.zoom;
      view.y += down * height / view.zoom;
      redraw();
    };
    const showAll = () => { Object.assign(view, { x: 0, y: 0, zoom: 1 }); choose(-1); redraw(); };

    const getPoint = (event) => {
      const { pixels, left, top } = measure();
      const corner = frame.getBoundingClientRect();
      return {
        x: view.x + (event.clientX - corner.left - left) / (pixels * view.zoom),
        y: view.y + (event.clientY - corner.top - top) / (pixels * view.zoom),
      };
    };

    /* Flows on a map are bent as presenters/flow_map.py bends them. */
    const join = (one, other) => {
      if (!("bend" in root.dataset)) return `M${one.x} ${one.y}L${other.x} ${other.y}`;
      const rise = BEND * Math.hypot(one.x - other.x, one.y - other.y);
      const middle = `${(one.x + other.x) / 2} ${(one.y + other.y) / 2 - rise}`;
      return `M${one.x} ${one.y}Q${middle} ${other.x} ${other.y}`;
    };

    const choose = (place) => {
      if (place === chosen) return;
      chosen = place;
      svg.classList.toggle("dimmed", place >= 0);
      nodes.forEach((node) => node.circle.classList.remove("lit"));
      near.replaceChildren();
      if (place >= 0) {
        const here = nodes[place];
        [place, ...here.ties].forEach((each) => nodes[each].circle.classList.add("lit"));
        const path = document.createElementNS(SVG, "path");
        path.setAttribute("d", here.ties.map((each) => join(here, nodes[each])).join(""));
        near.append(path);
      }
      redraw();
    };

    frame.addEventListener("wheel", (event) => {
      // A page that is scrolled past must go on scrolling: the wheel zooms a picture one is in.
      if (!event.ctrlKey && document.activeElement !== frame) return;
      event.preventDefault();
      const at = getPoint(event);
      zoomAt(Math.exp(-event.deltaY * 0.002), at.x, at.y);
    }, { passive: false });

    const fingers = new Map();
    let dragged = false;
    frame.addEventListener("pointerdown", (event) => {
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      dragged = false;
    });
    frame.addEventListener("pointermove", (event) => {
      const last = fingers.get(event.pointerId);
      if (!last) {
        const node = event.target.closest?.("[data-node]");
        if (event.pointerType === "mouse" && !frame.dataset.pinned) {
          choose(node ? Number(node.dataset.node) : -1);
        }
        return;
      }
      const pixels = measure().pixels * view.zoom;
      const [x, y] = [event.clientX - last.x, event.clientY - last.y];
      if (Math.abs(x) + Math.abs(y) < 3 && !dragged) return;
      if (!dragged) frame.setPointerCapture(event.pointerId);
      dragged = true;
      const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (others.length) {
        const before = Math.hypot(last.x - others[0].x, last.y - others[0].y);
        const after = Math.hypot(event.clientX - others[0].x, event.clientY - others[0].y);
        const at = getPoint(event);
        if (before > 0) zoomAt(after / before, at.x, at.y);
        return;
      }
      view.x -= x / pixels;
      view.y -= y / pixels;
      redraw();
    });
    const lift = (event) => fingers.delete(event.pointerId);
    frame.addEventListener("pointerup", lift);
    frame.addEventListener("pointercancel", lift);
    frame.addEventListener("pointerleave", () => { if (!frame.dataset.pinned) choose(-1); });
    frame.addEventListener("click", (event) => {
      if (dragged) return;
      const node = event.target.closest?.("[data-node]");
      if (node) frame.dataset.pinned = "yes"; else delete frame.dataset.pinned;
      choose(node ? Number(node.dataset.node) : -1);
      offer(node ? Number(node.dataset.node) : -1);
    });

    /* What the place chosen opens, such as the works with a town. */
    const offer = (place, said = "") => {
      told.textContent = said;
      if (!openings[place]) return;
      const link = document.createElement("a");
      link.href = openings[place].address;
      link.textContent = openings[place].text;
      told.append(said ? " · " : "", link);
    };

    const keys = {
      ArrowLeft: () => moveBy(-0.1, 0),
      ArrowRight: () => moveBy(0.1, 0),
      ArrowUp: () => moveBy(0, -0.1),
      ArrowDown: () => moveBy(0, 0.1),
      "+": () => zoomBy(STEP),
      "=": () => zoomBy(STEP),
      "-": () => zoomBy(1 / STEP),
      0: showAll,
      Escape: () => { delete frame.dataset.pinned; choose(-1); },
    };
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });

    const buttons = { in: () => zoomBy(STEP), out: () => zoomBy(1 / STEP), all: showAll };
    root.querySelectorAll("[data-zoom]").forEach((button) => {
      button.addEventListener("click", () => {
        if (button.dataset.zoom === "all") delete frame.dataset.pinned;
        buttons[button.dataset.zoom]();
      });
    });

    const search = root.querySelector("#network-search");
    const told = root.querySelector(".network-told");
    const labels = [...root.querySelectorAll("#network-options option")].map((option) => option.value);
    const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
    const folded = labels.map(fold);
    search.addEventListener("change", () => {
      const typed = fold(search.value);
      if (!typed) { told.textContent = ""; return; }
      let place = folded.indexOf(typed);
      if (place < 0) place = folded.findIndex((name) => name.startsWith(typed));
      if (place < 0) place = folded.findIndex((name) => name.includes(typed));
      if (place < 0) { told.textContent = told.dataset.missing; return; }
      offer(place, nodes[place].title);
      frame.dataset.pinned = "yes";
      view.zoom = Math.max(view.zoom, 2.5);
      view.x = nodes[place].x - width / view.zoom / 2;
      view.y = nodes[place].y - height / view.zoom / 2;
      choose(place);
      redraw();
    });

    /* For the slider of the years: circles that change, in their places. */
    root.cordeePicture = {
      nodes,
      resize: (place, radius, gone, title) => {
        const node = nodes[place];
        Object.assign(node, { radius, gone, title });
        node.circle.setAttribute("r", radius / shrink());
        node.circle.classList.toggle("gone", gone);
        node.circle.querySelector("title").textContent = title;
      },
      place: placeNames,
    };

    new ResizeObserver(redraw).observe(frame);
    root.dataset.ready = "yes";
  };

  const startAll = () => document.querySelectorAll("[data-network]:not([data-ready])").forEach(start);
  document.addEventListener("htmx:afterSettle", startAll);
  startAll();
})();

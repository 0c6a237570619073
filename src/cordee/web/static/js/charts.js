/* The map and the evolution: drawn as SVG from data the server put in the page, redrawn when the
   theme or the width changes. Each has a table beside it that says the same. */
"use strict";

(() => {
  const root = document.documentElement;
  const language = root.lang === "fr" ? "fr-FR" : "en-GB";
  const number = new Intl.NumberFormat(language);
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const drawn = new Map(); // element -> { chart, option }

  const readData = (id) => {
    const found = document.getElementById(id);
    return found ? JSON.parse(found.textContent) : null;
  };

  /* A page with several charts of a kind names the data of each. */
  const readDataOf = (element) => readData(element.dataset.data ?? `${element.dataset.chart}-data`);

  /* Colours come from the style sheet, so that a chart can never disagree with the page. */
  const getColours = (theme) => {
    const probe = document.createElement("div");
    probe.dataset.bsTheme = theme;
    probe.hidden = true;
    document.body.append(probe);
    const style = window.getComputedStyle(probe);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    const names = ["card", "ink", "ink-soft", "ink-muted", "line", "line-strong", "domestic", "zone",
      "other", "unknown", "map-line", "map-home", "focus",
      "map-0", "map-1", "map-2", "map-3", "map-4", "map-5",
      "strong", "pale", "away",
      "community-1", "community-2", "community-3", "community-4", "community-5", "community-6"];
    const colours = Object.fromEntries(names.map((name) => [name, colour(name)]));
    // Single quotes, because the font stands inside an attribute of the drawing.
    colours.font = window.getComputedStyle(document.body).fontFamily.replaceAll('"', "'");
    probe.remove();
    return colours;
  };

  const buildTip = (title, lines) => {
    const box = document.createElement("div");
    box.className = "tip";
    const head = document.createElement("b");
    head.textContent = title;
    box.append(head);
    lines.forEach((line) => {
      const each = document.createElement("span");
      each.textContent = line;
      box.append(each);
    });
    return box;
  };

  const buildTooltip = (colours) => ({
    confine: true,
    backgroundColor: colours.card,
    borderColor: colours["line-strong"],
    borderWidth: 1,
    padding: [8, 12],
    textStyle: { color: colours.ink, fontFamily: colours.font },
    transitionDuration: 0,
  });

  /* --- the map -------------------------------------------------------------------------------- */

  /* Natural Earth projection (Šavrič et al. 2011, polynomial form): shapes and areas of the north
     stay modest, where plate carrée stretches them. Angles in radians. */
  const RADIANS = Math.PI / 180;
  const getWidth = (t) => 0.8707 + t ** 2 * (-0.131979 + t ** 2 * (-0.013791 + t ** 4 * (t ** 2 * (0.003971 - 0.001529 * t ** 2))));
  const getHeight = (t) => t * (1.007226 + t ** 2 * (0.015085 + t ** 4 * (-0.044475 + 0.028874 * t ** 2 - 0.005916 * t ** 4)));
  const projection = {
    project: ([longitude, latitude]) => {
      const t = latitude * RADIANS;
      return [longitude * RADIANS * getWidth(t), -getHeight(t)];
    },
    unproject: ([x, y]) => {
      let t = -y;
      for (let turn = 0; turn < 12; turn += 1) {
        const slope = (getHeight(t + 1e-5) - getHeight(t - 1e-5)) / 2e-5;
        t -= (getHeight(t) + y) / slope;
      }
      return [x / getWidth(t) / RADIANS, t / RADIANS];
    },
  };

  let world = null;
  const loadWorld = async (address) => {
    if (!world) {
      world = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(`the map file answered ${answer.status}`);
        return answer.json();
      });
    }
    const map = await world;
    if (!echarts.getMap("world")) echarts.registerMap("world", { geoJSON: map });
    return map;
  };

  const buildMapOption = (data, map, colours) => {
    const known = new Map(data.countries.map((each) => [each.code, each]));
    const fill = (code) => {
      if (data.homes.includes(code)) return colours["map-home"];
      return colours[`map-${known.get(code)?.level ?? 0}`];
    };
    const regions = map.features.map(({ properties: { code } }) => ({
      name: code,
      itemStyle: { areaColor: fill(code) },
      emphasis: { itemStyle: { areaColor: fill(code) } },
    }));
    const points = (map.points ?? []).filter(({ code }) => known.has(code) || data.homes.includes(code));
    const describe = (code) => {
      const country = known.get(code);
      const name = country?.name ?? data.names[code];
      if (!name) return "";
      if (data.homes.includes(code)) return buildTip(name, [data.home_text]);
      const lines = country ? [country.works_text, country.share_text].filter(Boolean) : [data.none_text];
      return buildTip(name, lines);
    };
    return {
      animation: false,
      tooltip: { ...buildTooltip(colours), trigger: "item", formatter: ({ name }) => describe(name) },
      geo: {
        map: "world",
        nameProperty: "code",
        projection,
        roam: false,
        left: 0,
        right: 0,
        top: 4,
        bottom: 4,
        selectedMode: false,
        tooltip: { show: true, formatter: ({ name }) => describe(name) },
        itemStyle: { areaColor: colours["map-0"], borderColor: colours["map-line"], borderWidth: 0.6 },
        emphasis: { label: { show: false }, itemStyle: { borderColor: colours.ink, borderWidth: 1.4 } },
        regions,
      },
      series: [{
        type: "scatter",
        coordinateSystem: "geo",
        symbolSize: 8,
        data: points.map(({ code, lon, lat }) => ({
          name: code,
          value: [lon, lat],
          itemStyle: { color: fill(code), borderColor: colours["line-strong"], borderWidth: 1 },
        })),
      }],
    };
  };

  const openCountry = (data, code) => {
    if (!data.panel || !data.countries.some((each) => each.code === code)) return;
    htmx.ajax("GET", data.panel.replace("CODE", code), { target: "#country-panel", swap: "innerHTML" });
  };

  /* --- the evolution -------------------------------------------------------------------------- */

  const buildYearsOption = (data, colours) => {
    const text = { color: colours["ink-muted"], fontFamily: colours.font, fontSize: 12 };
    const crowded = data.years.length > 14;
    return {
      animation: false,
      grid: { left: 8, right: 8, top: 34, bottom: 4, containLabel: true },
      tooltip: {
        ...buildTooltip(colours),
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: colours.line, opacity: 0.45 } },
        formatter: ([first]) => buildTip(data.years[first.dataIndex].title, data.years[first.dataIndex].lines),
      },
      xAxis: {
        type: "category",
        data: data.years.map((each) => each.year),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colours["line-strong"] } },
        axisLabel: { ...text, hideOverlap: true, interval: crowded ? "auto" : 0, rotate: 0 },
      },
      yAxis: [
        {
          type: "value",
          name: data.works_label,
          nameTextStyle: { ...text, align: "left", padding: [0, 0, 4, -30] },
          minInterval: 1,
          axisLabel: { ...text, formatter: (value) => number.format(value) },
          splitLine: { lineStyle: { color: colours.line } },
        },
        {
          type: "value",
          name: data.share_label,
          nameTextStyle: { ...text, align: "right", padding: [0, -34, 4, 0] },
          min: 0,
          max: 100,
          interval: 25,
          splitLine: { show: false },
          axisLabel: { ...text, formatter: (value) => `${value}${data.percent}` },
        },
      ],
      series: [
        ...data.kinds.map((kind) => ({
          type: "bar",
          name: kind.label,
          stack: "works",
          barMaxWidth: 46,
          data: data.years.map((each) => each[kind.key]),
          itemStyle: { color: colours[kind.key], borderColor: colours.card, borderWidth: 0.75 },
          emphasis: { disabled: true },
        })),
        {
          type: "line",
          name: data.line_label,
          yAxisIndex: 1,
          data: data.years.map((each) => each.share),
          connectNulls: false,
          symbol: "circle",
          symbolSize: 7,
          lineStyle: { color: colours.ink, width: 2, type: [5, 4] },
          itemStyle: { color: colours.card, borderColor: colours.ink, borderWidth: 2 },
          emphasis: { disabled: true },
        },
      ],
    };
  };

  /* --- sides compared, a line each ------------------------------------------------------------ */

  /* Colour never stands alone: each line has a mark of its own, and its number at its end. */
  const MARKS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];

  /* With fewer years a line suggests a movement that three points cannot show; bars do not. */
  const FEWEST_FOR_LINE = 4;

  const buildLine = (each, place, colour, colours) => ({
    type: "line",
    connectNulls: false,
    symbol: MARKS[place],
    symbolSize: 9,
    lineStyle: { color: colour, width: 2 },
    endLabel: { show: true, formatter: String(each.number), color: colour, fontFamily: colours.font, fontWeight: "bold" },
    labelLayout: { moveOverlap: "shiftY" },
  });

  const BAR_LAYOUT = { barMaxWidth: 40, barGap: "15%" };

  const buildBar = (each, colour, colours) => ({
    type: "bar",
    ...BAR_LAYOUT,
    // At the foot where an interval stands on the head.
    label: { show: true, position: each.bounds.some(Boolean) ? "insideBottom" : "top", formatter: String(each.number), color: each.bounds.some(Boolean) ? colours.card : colour, fontFamily: colours.font, fontWeight: "bold" },
  });

  /* The interval of each point, an upright stroke with a foot and a head. Kept as long as the years, so
     that the tip finds the same year in every series; what has no interval draws nothing. */
  const CAP = 4;

  const buildWhiskers = (each, place, count, colour, asBars) => ({
    type: "custom",
    silent: true,
    z: 4,
    encode: { x: 0, y: [1, 2] },
    data: each.bounds.map((bound, index) => (bound ? [index, ...bound] : [index, "-", "-"])),
    renderItem: (params, api) => {
      if (Number.isNaN(api.value(1))) return undefined;
      const shift = asBars ? api.barLayout({ ...BAR_LAYOUT, count })[place].offsetCenter : 0;
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const style = { stroke: colour, lineWidth: 1.5, opacity: asBars ? 1 : 0.6, fill: "none" };
      const stroke = (x1, y1, x2, y2) => ({ type: "line", shape: { x1: x1 + shift, y1, x2: x2 + shift, y2 }, style });
      return {
        type: "group",
        children: [stroke(x, low, x, high), stroke(x - CAP, low, x + CAP, low), stroke(x - CAP, high, x + CAP, high)],
      };
    },
  });

  const buildLinesOption = (data, colours) => {
    const asBars = data.years.length < FEWEST_FOR_LINE;
    const text = { color: colours["ink-muted"], fontFamily: colours.font, fontSize: 12 };
    return {
      animation: false,
      grid: { left: 8, right: 28, top: 34, bottom: 4, containLabel: true },
      tooltip: {
        ...buildTooltip(colours),
        trigger: "axis",
        formatter: ([first]) => buildTip(
          data.years[first.dataIndex],
          data.series.map((each) => `${each.number} ${each.name}: ${each.lines[first.dataIndex]}`),
        ),
      },
      xAxis: {
        type: "category",
        data: data.years,
        boundaryGap: asBars,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colours["line-strong"] } },
        axisLabel: { ...text, hideOverlap: true },
      },
      yAxis: {
        type: "value",
        name: data.label,
        nameTextStyle: { ...text, align: "left", padding: [0, 0, 4, -30] },
        min: 0,
        axisLabel: { ...text, formatter: (value) => `${number.format(value)}${data.percent}` },
        splitLine: { lineStyle: { color: colours.line } },
      },
      series: [
        ...data.series.map((each, place) => {
          const colour = colours[`community-${each.number}`];
          return {
            ...(asBars ? buildBar(each, colour, colours) : buildLine(each, place, colour, colours)),
            name: `${each.number} ${each.name}`,
            data: each.values,
            itemStyle: { color: colour },
            emphasis: { disabled: true },
          };
        }),
        ...data.series.map((each, place) => buildWhiskers(
          each,
          place,
          data.series.length,
          asBars ? colours.ink : colours[`community-${each.number}`],
          asBars,
        )),
      ],
    };
  };

  /* --- series of a dossier: bars side by side, parts of one bar, or lines ----------------------- */

  const buildSeriesOption = (data, colours, narrow) => {
    const text = { color: colours["ink-muted"], fontFamily: colours.font, fontSize: 12 };
    const names = {
      type: "category",
      data: data.categories,
      inverse: data.lying,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours["line-strong"] } },
      axisLabel: data.lying
        ? { ...text, lineHeight: 14, width: narrow ? 104 : 220, overflow: narrow ? "truncate" : "break", interval: 0 }
        : { ...text, hideOverlap: true },
    };
    const amounts = {
      type: "value",
      minInterval: data.percent ? 0 : 1,
      axisLabel: { ...text, hideOverlap: true, formatter: (value) => `${number.format(value)}${data.percent}` },
      splitLine: { lineStyle: { color: colours.line } },
    };
    return {
      animation: false,
      grid: { left: 8, right: 20, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        ...buildTooltip(colours),
        trigger: "axis",
        axisPointer: { type: "shadow", shadowStyle: { color: colours.line, opacity: 0.45 } },
        formatter: ([first]) => buildTip(
          data.categories[first.dataIndex],
          data.series.map((each) => `${each.name}: ${each.texts[first.dataIndex]}`),
        ),
      },
      xAxis: data.lying ? amounts : names,
      yAxis: data.lying ? names : amounts,
      series: data.series.map((each) => ({
        type: data.shape === "lines" ? "line" : "bar",
        name: each.name,
        stack: data.shape === "stacked" ? "all" : undefined,
        barMaxWidth: data.lying ? 22 : 46,
        data: each.values,
        itemStyle: { color: colours[each.tone], borderColor: colours.card, borderWidth: 0.75 },
        emphasis: { disabled: true },
      })),
    };
  };

  /* --- places of one country -------------------------------------------------------------------- */

  /* Only the country is registered, so that it fills the frame; one the map lacks lies on the world. */
  const registerGround = (map, code) => {
    const features = map.features.filter(({ properties }) => properties.code === code);
    if (!features.length) return "world";
    const name = `country-${code}`;
    if (!echarts.getMap(name)) echarts.registerMap(name, { geoJSON: { ...map, features } });
    return name;
  };

  const buildPlacesOption = (data, map, colours) => ({
    animation: false,
    tooltip: {
      ...buildTooltip(colours),
      trigger: "item",
      formatter: ({ data: spot }) => (spot?.text ? buildTip(spot.name, [spot.text]) : ""),
    },
    geo: {
      map: registerGround(map, data.focus),
      nameProperty: "code",
      projection,
      roam: false,
      top: 16,
      bottom: 16,
      selectedMode: false,
      silent: true,
      itemStyle: { areaColor: colours["map-1"], borderColor: colours["line-strong"], borderWidth: 0.8 },
    },
    series: [{
      type: "scatter",
      coordinateSystem: "geo",
      data: data.spots.map((spot) => ({ ...spot, value: spot.at, symbolSize: spot.size })),
      itemStyle: { color: colours.strong, opacity: 0.62, borderColor: colours.card, borderWidth: 1 },
      emphasis: { itemStyle: { opacity: 0.9 } },
      cursor: "pointer",
    }],
  });

  /* --- drawing, redrawing, taking away -------------------------------------------------------- */

  const builders = {
    map: async (element, data, colours) => buildMapOption(data, await loadWorld(element.dataset.world), colours),
    years: async (element, data, colours) => buildYearsOption(data, colours),
    lines: async (element, data, colours) => buildLinesOption(data, colours),
    series: async (element, data, colours) => buildSeriesOption(data, colours, element.isConnected && element.clientWidth < 520),
    places: async (element, data, colours) => buildPlacesOption(data, await loadWorld(element.dataset.world), colours),
  };

  const draw = async (element) => {
    const kind = element.dataset.chart;
    const data = readDataOf(element);
    if (!data) return;
    try {
      const option = await builders[kind](element, data, getColours(root.dataset.bsTheme));
      if (!element.isConnected) return;
      let chart = echarts.getInstanceByDom(element);
      if (!chart) {
        chart = echarts.init(element, null, { renderer: "svg", locale: root.lang === "fr" ? "FR" : "EN" });
        if (kind === "map") {
          chart.on("click", ({ name }) => openCountry(readDataOf(element), name));
        }
        if (kind === "places") {
          chart.on("click", ({ data: spot }) => { if (spot?.address) window.location.assign(spot.address); });
        }
        drawn.set(element, chart);
      }
      chart.setOption(option, true);
      element.dataset.drawn = "yes";
    } catch (error) {
      element.textContent = texts.chart_failed;
      console.error(error);
    }
  };

  const drawAll = () => {
    drawn.forEach((chart, element) => {
      if (!element.isConnected) {
        chart.dispose();
        drawn.delete(element);
      }
    });
    document.querySelectorAll("[data-chart]").forEach(draw);
  };

  const download = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const SIZES = { map: [1400, 760], years: [1200, 640], lines: [1200, 640], series: [1200, 640], places: [1000, 900] };

  /* A chart that leaves the page carries its title and its source with it, on white. */
  const renderAlone = async (element) => {
    const kind = element.dataset.chart;
    const colours = getColours("light");
    const [width, height] = SIZES[kind];
    const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
    const option = await builders[kind](element, readDataOf(element), colours);
    const frame = { top: 96, bottom: 64 };
    if (option.geo) option.geo = { ...option.geo, ...frame };
    if (option.grid) option.grid = { ...option.grid, left: 40, right: 40, top: 140, bottom: 64 };
    const style = { fontFamily: colours.font };
    chart.setOption({
      ...option,
      animation: false,
      backgroundColor: "#ffffff",
      legend: option.grid ? { top: 84, left: 34, textStyle: { ...style, fontSize: 13 } } : undefined,
      title: [
        {
          text: element.dataset.title, subtext: element.dataset.subtitle, left: 32, top: 22,
          textStyle: { ...style, color: colours.ink, fontSize: 22 },
          subtextStyle: { ...style, color: colours["ink-muted"], fontSize: 14 },
        },
        {
          text: element.dataset.source, left: 32, bottom: 20,
          textStyle: { ...style, color: colours["ink-muted"], fontSize: 12, fontWeight: "normal" },
        },
      ],
    });
    const svg = chart.renderToSVGString();
    chart.dispose();
    return { svg, width, height };
  };

  const exportChart = async (element, format) => {
    const { svg, width, height } = await renderAlone(element);
    const name = `${element.dataset.name}.${format}`;
    if (format === "svg") {
      download(new Blob([svg], { type: "image/svg+xml" }), name);
      return;
    }
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(blob, name), "image/png");
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-export]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    const element = document.getElementById(button.dataset.of)
      ?? document.querySelector(`[data-chart="${button.dataset.of}"]`);
    if (element) exportChart(element, button.dataset.export);
  });

  let waiting = 0;
  const resizeAll = () => {
    window.cancelAnimationFrame(waiting);
    waiting = window.requestAnimationFrame(() => drawn.forEach((chart) => chart.resize()));
  };
  window.addEventListener("resize", resizeAll);
  window.addEventListener("beforeprint", () => drawn.forEach((chart) => chart.resize()));
  document.addEventListener("cordee:theme", drawAll);
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id === "main") drawAll();
  });
  drawAll();
})();

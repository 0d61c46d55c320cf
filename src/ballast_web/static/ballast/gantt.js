"use strict";
// Gantt charts: an element with data-gantt names the JSON beside it: rows, points, today, words.
const LOOKS = {
  planned: { symbol: "diamond", size: 11, color: "#5b93c9", lift: -6 },
  late: { symbol: "diamond", size: 14, color: "#b3261e", lift: -6 },
  reached: { symbol: "circle", size: 10, color: "#1b7a3d", lift: 7 },
};
const LAMPS = { red: "#b3261e", yellow: "#f2a900", unknown: "#8a97a6", green: "#1b7a3d", blue: "#14508c" };
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-gantt]")) drawGantt(element);
});
const spans = (points, keeps) => {
  const found = new Map();
  for (const { row, day, kind } of points) {
    if (!keeps(kind)) continue;
    const [first, last] = found.get(row) || [day, day];
    found.set(row, [day < first ? day : first, day > last ? day : last]);
  }
  return [...found].map(([row, [first, last]]) => [row, first, last]);
};
const bars = (data, color, lift) => ({
  type: "custom", color, silent: true, z: 1, encode: { x: [1, 2], y: 0 }, data,
  renderItem: (_, api) => {
    const [from, to] = [api.coord([api.value(1), api.value(0)]), api.coord([api.value(2), api.value(0)])];
    return { type: "rect", shape: { x: from[0], y: from[1] + lift - 2, width: to[0] - from[0], height: 4 }, style: { fill: color } };
  },
});
function drawGantt(element) {
  const { rows, points, today, words } = JSON.parse(document.getElementById(element.dataset.gantt).textContent);
  const narrow = element.clientWidth < 600;
  element.style.height = `${rows.length * 44 + 140}px`;
  const chart = echarts.init(element, null, { renderer: "svg" });
  const marks = (kind) => ({
    type: "scatter", name: words[kind], z: 2, symbol: LOOKS[kind].symbol, symbolSize: LOOKS[kind].size,
    symbolOffset: [0, LOOKS[kind].lift], itemStyle: { color: LOOKS[kind].color },
    data: points.filter((each) => each.kind === kind).map((each) => ({ value: [each.day, each.row], stage: each.label })),
    label: {
      show: kind !== "reached" && !narrow, position: "top", distance: 1, fontSize: 11, color: "#3b4654",
      formatter: (each) => each.data.stage,
    },
    labelLayout: { hideOverlap: true },
  });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 8, right: 24, top: 56, bottom: 28, containLabel: true },
    legend: { top: 0, left: 0, itemGap: narrow ? 8 : 16, data: [words.planned, words.late, words.reached] },
    tooltip: { formatter: (each) => (each.data.stage ? `${rows[each.value[1]].name}：${each.seriesName} ${each.data.stage} ${each.value[0]}` : "") },
    xAxis: { type: "time", position: "top", splitLine: { show: true, lineStyle: { color: "#e6eaef" } }, axisLabel: { hideOverlap: true, formatter: narrow ? "{yyyy}" : "{yyyy}-{MM}" } },
    yAxis: {
      type: "category", inverse: true, data: rows.map((each) => each.name), axisTick: { show: false }, splitArea: { show: true },
      axisLabel: {
        width: narrow ? 110 : 220, overflow: "truncate", formatter: (name, at) => `{${rows[at].lamp || "unknown"}|●} ${name}`,
        rich: Object.fromEntries(Object.entries(LAMPS).map(([lamp, color]) => [lamp, { color }])),
      },
    },
    series: [
      bars(spans(points, (kind) => kind !== "reached"), "#c9dbee", LOOKS.planned.lift),
      bars(spans(points, (kind) => kind === "reached"), "#a9d3b7", LOOKS.reached.lift),
      { ...marks("planned"), markLine: { silent: true, symbol: "none", data: [{ xAxis: today }], lineStyle: { color: "#b3261e", type: "dashed" }, label: { formatter: words.today, position: "end", color: "#b3261e" } } },
      marks("late"),
      marks("reached"),
    ],
  });
  chart.on("click", (each) => { if (Array.isArray(each.value)) location.assign(rows[each.value[1]].url); });
  window.addEventListener("resize", () => chart.resize());
}

"use strict";
// Maps: an element with data-map names the JSON beside it: outlines, name, unit, values.
// The outlines carry the nation's dashes themselves; a name of our own keeps ECharts from adding its inset.
const [MANY, FEW, NONE] = document.documentElement.lang === "en" ? ["Many", "Few", "no data"] : ["多", "少", "无数据"];
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-map]")) draw(element);
});
async function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.map).textContent);
  const answer = await fetch(data.outlines);
  if (!answer.ok) return;
  echarts.registerMap("ballast", await answer.json());
  const chart = echarts.init(element, null, { renderer: "svg" });
  const most = Math.max(1, ...data.values.map((each) => each.value || 0));
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    tooltip: { formatter: (each) => `${each.name}：${Number.isFinite(each.value) ? each.value + data.unit : NONE}` },
    visualMap: { min: 0, max: most, text: [MANY, FEW], calculable: false, left: "left", bottom: 0, inRange: { color: ["#e6eef7", "#14508c"] } },
    series: [{
      type: "map", map: "ballast", name: data.name, data: data.values, nameProperty: "name",
      label: { show: element.clientWidth > 480, fontSize: 10, color: "#1d2733", textBorderColor: "#fff", textBorderWidth: 2 },
      labelLayout: { hideOverlap: true },
      itemStyle: { areaColor: "#f4f6f8", borderColor: "#8a97a6" },
      emphasis: { itemStyle: { areaColor: "#f2a900" } }, selectedMode: false,
    }],
  });
  window.addEventListener("resize", () => chart.resize());
}

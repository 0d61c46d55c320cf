"use strict";
// Line numbers beside editors; from a problem to its line; files dropped onto a form.
const numbered = (editor) => {
  const [gutter, area] = [editor.querySelector(".ballast-gutter"), editor.querySelector("textarea")];
  const lines = area.value.split("\n").length;
  if (gutter.childElementCount !== lines) {
    gutter.replaceChildren(...Array.from({ length: lines }, (_, at) => {
      const line = document.createElement("div");
      line.textContent = at + 1;
      return line;
    }));
  }
  gutter.scrollTop = area.scrollTop;
};
const goTo = (area, line) => {
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = area.value.indexOf("\n", before);
  area.focus();
  area.setSelectionRange(before, end < 0 ? area.value.length : end);
  area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
};
const toChosen = () => {
  const clause = document.querySelector(".ballast-clause, .ballast-text mark");
  const box = clause && clause.closest(".ballast-text");
  if (box) box.scrollTop = clause.offsetTop - box.offsetTop - 40;
};
document.querySelectorAll("[data-editor]").forEach((editor) => {
  const area = editor.querySelector("textarea");
  ["input", "scroll"].forEach((name) => area.addEventListener(name, () => numbered(editor)));
  numbered(editor);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line]");
  const cases = button && button.dataset.file.endsWith(".tests.yaml");
  const area = button && document.getElementById(cases ? "cases" : "text");
  if (area) goTo(area, Number(button.dataset.line));
});
document.querySelectorAll("[data-drop]").forEach((place) => {
  const over = (on) => (event) => { event.preventDefault(); place.classList.toggle("ballast-over", on); };
  place.addEventListener("dragover", over(true));
  place.addEventListener("dragleave", over(false));
  place.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) place.querySelector("input[type=file]").files = event.dataTransfer.files;
  });
});
document.addEventListener("htmx:afterSettle", toChosen);
toChosen();

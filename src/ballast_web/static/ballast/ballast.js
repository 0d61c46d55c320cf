"use strict";
// Long work: an element with data-poll asks for itself again through htmx; nothing more is needed here.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});
// A theme of the menu closes by Escape, and when somebody turns elsewhere.
const closeThemes = (but) => {
  for (const each of document.querySelectorAll(".ballast-theme[open]")) if (!each.contains(but)) each.open = false;
};
document.addEventListener("click", (event) => closeThemes(event.target));
document.addEventListener("focusin", (event) => closeThemes(event.target));
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(".ballast-theme[open]");
  if (!open) return;
  open.querySelector("summary").focus();
  closeThemes(null);
});

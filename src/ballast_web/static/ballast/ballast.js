"use strict";
// Long work: an element with data-poll asks for itself again through htmx; nothing more is needed here.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print]");
  if (button) window.print();
});

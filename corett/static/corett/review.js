/* J and K go to the next and the previous activity under review, while nothing is being typed. */
(() => {
  "use strict";
  const LINKS = { j: "next", k: "prev" };
  const TYPED_IN = "input, textarea, select, [contenteditable]";

  addEventListener("keydown", (event) => {
    const rel = LINKS[event.key.toLowerCase()];
    if (!rel || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPED_IN)) return;
    document.querySelector(`.review-steps a[rel="${rel}"]`)?.click();
  });
})();

/* Keeps in this browser what is typed into a form, until the server says that it saved it. */
(() => {
  "use strict";
  const PREFIX = "corett-borrador/";
  const LONGEST_DAYS = 30;
  const NEVER = ["csrfmiddlewaretoken"];

  const store = {
    read(name) {
      try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
    },
    write(name, draft) {
      try { localStorage.setItem(name, JSON.stringify(draft)); return true; } catch { return false; }
    },
    remove(name) {
      try { localStorage.removeItem(name); } catch { /* no storage, nothing to remove */ }
    },
    names() {
      try { return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return []; }
    },
  };

  const keyOf = (draft) => (draft.pairs.find(([name]) => name === "key") || [])[1];

  function forgetSaved() {
    for (const message of document.querySelectorAll("[data-saved]")) {
      for (const name of store.names()) {
        const draft = store.read(name);
        const isIt = name.endsWith(`/${message.dataset.saved}`) || (draft && keyOf(draft) === message.dataset.saved);
        if (isIt) store.remove(name);
      }
    }
  }

  function forgetOld() {
    const oldest = Date.now() - LONGEST_DAYS * 24 * 60 * 60 * 1000;
    for (const name of store.names()) {
      const draft = store.read(name);
      if (!draft || draft.at < oldest) store.remove(name);
    }
  }

  function typedIn(form) {
    return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NEVER.includes(name));
  }

  const spoken = (pairs) => JSON.stringify(pairs.filter(([name, value]) => !["key", "version"].includes(name) && value.trim() !== ""));

  function fill(form, pairs) {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) || []), value]);
    for (const control of [...form.elements]) {
      if (!control.name || NEVER.includes(control.name) || ["file", "submit", "button"].includes(control.type)) continue;
      const given = values.get(control.name) || [];
      if (["checkbox", "radio"].includes(control.type)) control.checked = given.includes(control.value);
      else control.value = given.shift() || "";
    }
    for (const [name, left] of values) for (const value of left) addBox(form, name, value);
  }

  function addBox(form, name, value) {
    const boxes = form.querySelectorAll(`[data-names] input[name="${CSS.escape(name)}"]`);
    if (!boxes.length || !value) return;
    const last = boxes[boxes.length - 1];
    const box = last.cloneNode();
    box.removeAttribute("id");
    box.value = value;
    last.after(box);
  }

  const clock = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

  function show(element, at) {
    if (!element) return;
    const time = element.querySelector("time");
    if (time && at) time.textContent = clock(at);
    element.hidden = false;
  }

  function watch(form) {
    const name = `${PREFIX}${form.dataset.owner}/${form.dataset.draft}`;
    const part = (what) => form.querySelector(`[data-draft-${what}]`);
    const untouched = spoken(typedIn(form));
    let waiting;

    function keep() {
      clearTimeout(waiting);
      const pairs = typedIn(form);
      if (spoken(pairs) === untouched && !("unsaved" in form.dataset)) return;
      const draft = { at: Date.now(), pairs };
      if (store.write(name, draft)) show(part("kept"), draft.at);
    }

    const before = store.read(name);
    if ("unsaved" in form.dataset) keep();
    else if (before && spoken(before.pairs) === untouched) store.remove(name);
    else if (before) show(part("offer"), before.at);

    part("restore")?.addEventListener("click", () => {
      fill(form, before.pairs);
      part("offer").hidden = true;
      form.dataset.unsaved = "";
      keep();
    });
    part("discard")?.addEventListener("click", () => {
      store.remove(name);
      part("offer").hidden = true;
    });
    form.addEventListener("input", () => {
      part("offer").hidden = true;
      clearTimeout(waiting);
      waiting = setTimeout(keep, 300);
    });
    addEventListener("pagehide", () => { if (waiting) keep(); });
    form.addEventListener("submit", (event) => {
      keep();
      if (navigator.onLine) return;
      event.preventDefault();
      show(part("offline"));
    });
  }

  function growNames(box) {
    const boxes = box.querySelectorAll("input");
    const last = boxes[boxes.length - 1];
    if (!last.value.trim()) return;
    const next = last.cloneNode();
    next.value = "";
    next.removeAttribute("id");
    last.after(next);
  }

  forgetSaved();
  forgetOld();
  document.querySelectorAll("form[data-draft]").forEach(watch);
  document.querySelectorAll("[data-names]").forEach((box) => box.addEventListener("input", () => growNames(box)));
})();

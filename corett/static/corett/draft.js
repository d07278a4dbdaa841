/* Keeps in this browser what is typed into a form, until the server says that it saved it. */
(() => {
  "use strict";
  const OWNER = document.body.dataset.owner;
  const MINE = `corett-borrador/${OWNER}/`;
  const OLDER = "~";
  const LONGEST_DAYS = 30;
  const NEVER = ["csrfmiddlewaretoken", "once"];

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
      try { return Object.keys(localStorage).filter((name) => name.startsWith(MINE)); } catch { return []; }
    },
  };

  const keyOf = (draft) => (draft.pairs.find(([name]) => name === "key") || [])[1];

  function forgetSaved() {
    for (const message of document.querySelectorAll("[data-saved]")) {
      for (const name of store.names()) {
        const draft = store.read(name);
        if (name === MINE + message.dataset.saved || (draft && keyOf(draft) === message.dataset.saved)) store.remove(name);
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

  const isSpoken = ([name, value]) => !["key", "version"].includes(name) && !name.startsWith("initial-") && value.trim() !== "";
  const spoken = (pairs) => JSON.stringify(pairs.filter(isSpoken));

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
    for (const details of form.querySelectorAll("details")) details.open = true;
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
    const name = MINE + form.dataset.draft;
    const part = (what) => form.querySelector(`[data-draft-${what}]`);
    const offer = part("offer");
    const untouched = spoken(typedIn(form));
    const isNews = (draft) => draft && spoken(draft.pairs) !== untouched;
    let waiting;
    let isSent = false;
    let pending = null;

    function keep() {
      clearTimeout(waiting);
      waiting = undefined;
      const pairs = typedIn(form);
      if (spoken(pairs) === untouched && !("unsaved" in form.dataset)) return;
      if (pending && pending.name === name) {
        store.write(name + OLDER, pending.draft);
        pending.name = name + OLDER;
      }
      const draft = { at: Date.now(), pairs };
      if (store.write(name, draft)) show(part("kept"), draft.at);
    }

    function offerNext() {
      pending = [name, name + OLDER].map((one) => ({ name: one, draft: store.read(one) })).find((one) => isNews(one.draft)) || null;
      if (pending) show(offer, pending.draft.at);
      else offer.hidden = true;
    }

    if ("unsaved" in form.dataset) keep();
    else if (store.read(name) && !isNews(store.read(name))) store.remove(name);
    if (!("unsaved" in form.dataset)) offerNext();
    document.querySelector("main").prepend(offer);

    offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
      fill(form, pending.draft.pairs);
      if (pending.name !== name) store.remove(pending.name);
      pending = null;
      offer.hidden = true;
      form.dataset.unsaved = "";
      keep();
      form.scrollIntoView();
    });
    offer.querySelector("[data-draft-discard]").addEventListener("click", () => {
      store.remove(pending.name);
      offerNext();
    });
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 300);
    });
    addEventListener("pagehide", () => { if (waiting && !isSent) keep(); });
    addEventListener("online", () => { part("offline").hidden = true; });
    form.addEventListener("submit", (event) => {
      keep();
      isSent = navigator.onLine;
      if (isSent) return;
      event.preventDefault();
      show(part("offline"));
      part("offline").scrollIntoView({ block: "center" });
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
  document.querySelectorAll("[data-draft-forget]").forEach((link) => {
    link.addEventListener("click", () => store.remove(MINE + link.dataset.draftForget));
  });
  document.querySelector(".error-summary")?.focus();
  // A page that comes back as it was left knows nothing of what was saved since.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();

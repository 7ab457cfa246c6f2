// Select a claim, filter, search. Everything stands in the page already: without this script it reads as one long text.
"use strict";
document.documentElement.classList.add("js");
addEventListener("DOMContentLoaded", () => {
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const cards = find(".card"), head = document.querySelector("[data-claim]")?.dataset.claim; // the gravest claim
  const pane = one("part-claims"), topic = one("by-topic"), words = one("by-words"), chips = find(".chip");
  const wide = matchMedia("(min-width: 70rem)"), still = matchMedia("(prefers-reduced-motion: reduce)");
  const marks = find(".text .mark").map((mark) => ({ mark, claims: mark.dataset.claims.split(" ") }));
  const letters = new Map(); // what a search looks into, read when the first one asks
  let shown = cards, open = null, from = null;

  // Accents, kinds of quotation marks and dashes, and marks without a shape make no difference to a search.
  const folded = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"').replace(/[‐-―−]/g, "-").toLowerCase().replace(/\s+/g, " ");
  const SEARCHED = ".where, h3, blockquote, .restated, .sentence, .evidence li, .findings li, .itself li, .searches li";
  const read = (card) => {
    if (!letters.has(card)) letters.set(card, folded(find(SEARCHED, card).map((part) => part.textContent).join(" ")));
    return letters.get(card);
  };
  const paint = (mark, card) => {
    const verdict = card ? "v-" + card.dataset.verdict.replaceAll(" ", "-") : "off";
    mark.className = `mark ${verdict}${verdict === "v-not-checkable" ? " opinion" : ""}`;
    if (card) mark.href = "#" + card.id;
    else mark.removeAttribute("href");
  };

  // --- one claim ---------------------------------------------------------------------------------------------------
  const turn = (card) => {
    open?.classList.remove("open");
    open = card;
    open?.classList.add("open");
    pane.classList.toggle("empty", !card);
    for (const { mark, claims } of marks) mark.classList.toggle("here", !!card && claims.includes(card.id));
    const place = shown.indexOf(card);
    one("turn-back").disabled = place <= 0;
    one("turn-on").disabled = place < 0 ? !shown.length : place === shown.length - 1;
    one("turn-place").textContent = place < 0 ? "" : `${place + 1} of ${shown.length}`;
  };
  const show = (card, focus, behavior = still.matches ? "instant" : "smooth") => {
    turn(card);
    pane.scrollTop = 0;
    const box = marks.find(({ claims }) => claims.includes(card.id)).mark.getBoundingClientRect();
    const low = wide.matches ? innerHeight - 64 : innerHeight * 0.25;
    if (box.top < 96 || box.bottom > low) {
      scrollTo({ top: scrollY + box.top - (wide.matches ? innerHeight / 3 : 96), behavior });
    }
    if (focus) card.focus({ preventScroll: true });
  };
  const leave = () => {
    if (!open) return;
    const back = [from, one("m-" + open.id)].find((link) => link?.getClientRects().length) ?? one("by-words");
    if (!wide.matches) turn(null);
    const { top, bottom } = back.getBoundingClientRect();
    back.focus({ preventScroll: top > 64 && bottom < innerHeight });
  };
  // A link may name a claim, or a row on the card of one.
  const named = (hash) => {
    const target = one(hash.slice(1)), card = target?.closest(".card");
    return card ? { target, card } : null;
  };
  const reveal = ({ target, card }, behavior) => {
    show(card, target === card, behavior);
    if (target === card) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    pane.scrollTop += target.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
  };
  const go = (what) => {
    const hash = "#" + what.target.id;
    if (location.hash !== hash) history.pushState("own", "", hash); // the address, without its jump
    reveal(what);
  };
  const first = () => (wide.matches ? shown.find((card) => card.id === head) ?? shown[0] ?? null : null);
  const follow = (behavior, own) => {
    const what = named(location.hash);
    if (!what) return location.hash || turn(first());
    if (!own && !shown.includes(what.card)) clear(); // a link from outside must not meet a filter; going back keeps it
    reveal(what, behavior);
  };
  addEventListener("popstate", (event) => follow(undefined, event.state === "own"));
  addEventListener("load", () => location.hash && follow("instant")); // the browser has gone to the card: go to its words
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']"), what = link && named(link.hash);
    if (!what || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the browser would scroll to the card, which is beside the text already
    if (!pane.contains(link)) from = link;
    go(what);
  });
  const walk = (steps) => {
    const card = shown[shown.indexOf(open) + steps];
    from = null; // where the reader came from is another claim now
    go({ target: card, card });
  };
  one("turn-back").addEventListener("click", () => walk(-1));
  one("turn-on").addEventListener("click", () => walk(1));
  one("turn-close").addEventListener("click", leave);
  pane.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  document.addEventListener("focusin", (event) => {
    if (!wide.matches && open && !pane.contains(event.target)) turn(null); // the sheet must not cover what has the focus
  });

  // --- which claims -------------------------------------------------------------------------------------------------
  const pressed = (by) => chips.filter((c) => c.dataset.by === by && c.ariaPressed === "true").map((c) => c.value);
  const filter = () => {
    const verdicts = pressed("verdict"), severities = pressed("severity");
    const asked = folded(words.value).split(" ").filter(Boolean);
    shown = cards.filter((card) => (!verdicts.length || verdicts.includes(card.dataset.verdict))
      && (!severities.length || severities.includes(card.dataset.severity))
      && (!topic.value || topic.value === card.dataset.topic)
      && asked.every((word) => read(card).includes(word)));
    const fits = new Map(shown.map((card) => [card.id, card]));
    for (const { mark, claims } of marks) paint(mark, fits.get(claims.find((id) => fits.has(id))));
    for (const card of cards) one("m-" + card.id).classList.toggle("off", !fits.has(card.id));
    for (const row of find("[data-claim]")) row.hidden = !fits.has(row.dataset.claim);
    for (const group of find(".verdicts tbody")) group.hidden = !group.querySelector("[data-claim]:not([hidden])");
    document.querySelector(".filters output").textContent = shown.length
      ? `${shown.length} of ${cards.length} claims` : "No claim fits: take a filter away.";
    one("all-claims").hidden = shown.length === cards.length;
    turn(wide.matches && !shown.includes(open) ? first() : open);
  };
  const clear = () => {
    for (const chip of chips) chip.ariaPressed = "false";
    topic.value = words.value = "";
    filter();
  };
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.ariaPressed = chip.ariaPressed === "true" ? "false" : "true";
      filter();
    });
  }
  topic.addEventListener("change", filter);
  words.addEventListener("input", filter);
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  one("all-claims").addEventListener("click", () => { clear(); words.focus(); });

  history.replaceState("own", "");
  if (!named(location.hash)) turn(first());
});

// Select a claim, filter, search. Everything stands in the page already: without this script it reads as one long text.
"use strict";
document.documentElement.classList.add("js");
addEventListener("DOMContentLoaded", () => {
  const find = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  const cards = find(".card"), ids = new Set(cards.map((card) => card.id));
  const pane = one("part-claims"), topic = one("by-topic"), words = one("by-words"), chips = find(".chip");
  const wide = matchMedia("(min-width: 70rem)"), still = matchMedia("(prefers-reduced-motion: reduce)");
  const marks = find(".text .mark").map((mark) => ({ mark, claims: mark.dataset.claims.split(" ") }));
  const letters = new Map(); // text of each card in lower case, read when a search first asks for it
  let shown = cards, open = null, from = null;

  const read = (card) => {
    if (!letters.has(card)) letters.set(card, card.textContent.toLowerCase().replace(/\s+/g, " "));
    return letters.get(card);
  };
  const paint = (mark, card) => {
    const verdict = card ? "v-" + card.dataset.verdict.replaceAll(" ", "-") : "off";
    mark.className = `mark ${verdict}${verdict === "v-not-checkable" ? " opinion" : ""}`;
    mark.tabIndex = card ? 0 : -1;
    if (card) mark.href = "#" + card.id;
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
    const mark = one("m-" + card.id), box = mark.getBoundingClientRect();
    const low = wide.matches ? innerHeight - 64 : innerHeight * 0.25;
    if (box.top < 96 || box.bottom > low) {
      scrollTo({ top: scrollY + box.top - (wide.matches ? innerHeight / 3 : 96), behavior });
    }
    if (focus) card.focus({ preventScroll: true });
  };
  const leave = () => {
    const back = from?.isConnected ? from : open && one("m-" + open.id);
    if (!wide.matches) turn(null);
    back?.focus({ preventScroll: wide.matches });
  };
  const go = (card) => {
    if (location.hash !== "#" + card.id) history.pushState(null, "", "#" + card.id); // the address, without its jump
    show(card, true);
  };
  const follow = (behavior) => {
    const card = ids.has(location.hash.slice(1)) && one(location.hash.slice(1));
    if (!card) return;
    if (!shown.includes(card)) clear();
    show(card, true, behavior);
  };
  addEventListener("hashchange", () => follow());
  addEventListener("load", () => follow("instant")); // the browser has gone to the card by then: go to its words
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || !ids.has(link.hash.slice(1)) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // the browser would scroll to the card, which is beside the text already
    if (!pane.contains(link)) from = link;
    go(one(link.hash.slice(1)));
  });
  one("turn-back").addEventListener("click", () => go(shown[shown.indexOf(open) - 1]));
  one("turn-on").addEventListener("click", () => go(shown[shown.indexOf(open) + 1]));
  one("turn-close").addEventListener("click", leave);
  pane.addEventListener("keydown", (event) => event.key === "Escape" && leave());
  document.addEventListener("focusin", (event) => {
    if (!wide.matches && open && !pane.contains(event.target)) turn(null); // the sheet must not cover what has the focus
  });

  // --- which claims -------------------------------------------------------------------------------------------------
  const pressed = (by) => chips.filter((c) => c.dataset.by === by && c.ariaPressed === "true").map((c) => c.value);
  const filter = () => {
    const verdicts = pressed("verdict"), severities = pressed("severity");
    const asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
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
    turn(wide.matches && !shown.includes(open) ? shown[0] ?? null : open);
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

  if (!ids.has(location.hash.slice(1))) turn(wide.matches ? one(document.querySelector("[data-claim]")?.dataset.claim) : null);
});

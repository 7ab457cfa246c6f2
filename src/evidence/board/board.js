// The board's form and keys. What it shows comes from the kernel as one state; what is typed stays here until the
// kernel has said that it is on the disk.

const memory = new WeakMap();  // by model, since a view may be taken off the page and drawn again
const EMPTY = { verdict: "", reason: "", severity: "", flag: "", cited: [] };
const PATIENCE = 15000;  // milliseconds until a silent kernel is told of

function make(tag, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
}

function labelled(words, control) {
  return make("label", {}, make("span", {}, words), control);
}

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, words]) => make("option", { value }, words)));
  select.value = chosen;
}

function parts(verdicts) {
  const radios = verdicts.map(([word, mark], place) =>
    make("label", { class: "choice" }, make("input", { type: "radio", name: "verdict", value: word }),
      make("kbd", {}, String(place + 1)), make("span", { "aria-hidden": "true" }, mark), make("span", {}, word)));
  // Radio buttons of two boards, or of two views of one, must not be one group.
  const group = `verdict-${Math.random().toString(36).slice(2)}`;
  for (const radio of radios) radio.firstChild.name = group;
  return {
    radios: radios.map((radio) => radio.firstChild),
    progress: make("p", { class: "count" }),
    filter: make("select"),
    jump: make("select"),
    heading: make("h3", { tabindex: "-1" }),
    claim: make("div", { class: "claim", tabindex: "0", role: "region", "aria-label": "Sentence and evidence" }),
    choices: make("fieldset", {}, make("legend", {}, "Your verdict"), ...radios),
    reason: make("textarea", { rows: "2" }),
    before: make("select"),
    severity: make("select"),
    flag: make("input", { type: "text" }),
    save: make("button", { type: "button", class: "save" }, "Save"),
    undo: make("button", { type: "button" }, "Undo"),
    back: make("button", { type: "button" }, "Back"),
    next: make("button", { type: "button" }, "Next"),
    told: make("p", { role: "status", class: "told" }),
    wrong: make("p", { role: "alert", class: "wrong" }),
  };
}

function laid(part) {
  const more = make("details", {}, make("summary", {}, "More: severity, a flag"),
    labelled("Severity, if the rule's is not yours", part.severity),
    labelled("Flag: a word of warning, with a verdict or without", part.flag));
  const form = make("div", { class: "form", role: "group", "aria-label": "Decide" }, part.choices,
    labelled("Your reason", part.reason), labelled("A reason given before", part.before), more,
    make("div", { class: "buttons" }, part.save, part.undo, part.back, part.next),
    part.told, part.wrong,
    make("p", { class: "keys" }, "Keys, while the board has the focus: 1 to 6 verdict, then type why, Enter saves and ",
      "goes on, Shift+Enter a new line. Outside of a text: u undo, n next, b back, r reason. Esc leaves a text."));
  return [
    make("div", { class: "top" }, part.progress, labelled("Show", part.filter), labelled("Claim", part.jump)),
    make("div", { class: "desk" }, make("div", {}, part.heading, part.claim), form),
  ];
}

function render({ model, el }) {
  const state = () => model.get("shown");
  const part = parts(state().verdicts);
  if (!memory.has(model)) memory.set(model, { turn: -1, texts: {} });
  const kept = memory.get(model);
  let waiting = 0;  // for the kernel: the number of a timer, else 0
  el.classList.add("evidence-board");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", "Reviewers' desk");
  el.setAttribute("data-lm-suppress-shortcuts", "true");  // else 1 makes the cell a heading, and d d deletes it
  el.append(...laid(part));

  const boxes = () => [...part.claim.querySelectorAll("input.cites")];
  const typed = () => ({
    verdict: part.radios.find((radio) => radio.checked)?.value ?? "",
    reason: part.reason.value,
    severity: part.severity.value,
    flag: part.flag.value,
    cited: boxes().filter((box) => box.checked).map((box) => box.value),
  });
  const keep = () => { if (state().claim_id) kept.texts[state().claim_id] = typed(); };
  const choose = (word) => { for (const radio of part.radios) radio.checked = radio.value === word; keep(); };

  function silent() {
    clearTimeout(waiting);
    waiting = 0;
    part.wrong.textContent = "The kernel does not answer: it is busy or has ended. What you typed is still here.";
  }

  function send(message) {
    if (waiting) return;  // what comes next has not been seen yet
    keep();
    part.wrong.textContent = "";
    part.told.textContent = "";
    waiting = setTimeout(silent, PATIENCE);
    try {
      model.send(message);
    } catch (error) {  // there is no kernel any more
      silent();
    }
  }
  const save = () => {
    send({ do: "save", claim_id: state().claim_id, ...typed() });
    part.heading.focus();  // a key pressed too soon must not get into a text that is gone
  };
  const act = { u: () => send({ do: "undo" }), n: () => send({ do: "next" }), b: () => send({ do: "back" }) };

  function show() {
    clearTimeout(waiting);
    waiting = 0;
    const now = state();
    if (now.turn !== kept.turn) {
      if (now.done) delete kept.texts[now.done];
      if (now.again) kept.texts[now.claim_id] = { ...EMPTY, ...now.again };
      kept.turn = now.turn;
    }
    const mine = kept.texts[now.claim_id] ?? EMPTY;
    part.progress.textContent = now.progress;
    part.heading.textContent = now.title;
    part.claim.innerHTML = now.html;  // written by the kernel, which escapes every text of the tables
    part.choices.firstChild.textContent = now.settles ? "Your verdict settles it" : "Your verdict";
    part.save.textContent = now.settles ? "Settle" : "Save";
    fill(part.filter, now.filters, now.filter);
    fill(part.jump, now.claims, now.claim_id);
    fill(part.before, [["", "choose to write it above"], ...now.reasons.map((one) => [one, one.slice(0, 80)])], "");
    fill(part.severity, [["", "as by the rule"], ...now.severities.map((one) => [one, one])], mine.severity);
    for (const radio of part.radios) radio.checked = radio.value === mine.verdict;
    part.reason.value = mine.reason;
    part.flag.value = mine.flag;
    for (const box of boxes()) box.checked = mine.cited.includes(box.value);
    for (const control of [part.save, part.reason, part.flag, ...part.radios]) control.disabled = !now.claim_id;
    part.claim.scrollTop = 0;
    part.told.textContent = now.told;
    part.wrong.textContent = now.wrong;
    const focused = document.activeElement;  // a list that is being gone through keeps the focus
    if (el.contains(focused) && focused.tagName !== "SELECT") (now.wrong ? part.reason : part.heading).focus();
  }

  function recall(step) {
    const reasons = state().reasons;
    const place = reasons.indexOf(part.reason.value) + step;
    if (part.reason.value && !reasons.includes(part.reason.value)) return false;
    part.reason.value = reasons[place] ?? (place < 0 ? "" : part.reason.value);
    keep();
    return true;
  }

  function inText(event) {
    if (event.key === "Escape") part.heading.focus();
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) save();
    else if (event.target === part.reason && event.key === "ArrowUp") return recall(1);
    else if (event.target === part.reason && event.key === "ArrowDown") return recall(-1);
    else return false;
    return true;
  }

  function inBoard(event) {
    const radio = waiting ? null : part.radios[Number(event.key) - 1];
    if (radio && !radio.disabled) { choose(radio.value); part.reason.focus(); }
    else if (event.key === "r") part.reason.focus();
    else if (event.key in act) act[event.key]();
    else if (event.key === "Enter" && event.target.type === "radio") save();
    else return false;
    return true;
  }

  el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.tagName === "SELECT") return;
    const text = event.target === part.reason || event.target === part.flag;
    if ((text ? inText : inBoard)(event)) event.preventDefault();
    event.stopPropagation();
  });
  el.addEventListener("input", keep);
  part.save.addEventListener("click", save);
  part.undo.addEventListener("click", act.u);
  part.next.addEventListener("click", act.n);
  part.back.addEventListener("click", act.b);
  part.filter.addEventListener("change", () => send({ do: "filter", name: part.filter.value }));
  part.jump.addEventListener("change", () => send({ do: "go", claim_id: part.jump.value }));
  part.before.addEventListener("change", () => { part.reason.value = part.before.value; keep(); part.reason.focus(); });
  model.on("change:shown", show);
  show();
  return () => { clearTimeout(waiting); model.off("change:shown", show); };
}

export default { render };

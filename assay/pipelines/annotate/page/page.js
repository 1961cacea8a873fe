// The page of `assay annotate`: keys in, marks out. Text of the run is only ever set as text.
"use strict";

const $ = (id) => document.getElementById(id);
const SIGNS = {positive: "✓", neutral: "·", negative: "✗", inherited: "↳", unsure: "?"};
const AUTOMATIC = {positive: "correct", neutral: "neutral", negative: "wrong", inherited: "inherited", unsure: "undecided"};
const KEYS = {
  "1": "positive", p: "positive", "2": "neutral", o: "neutral", "3": "negative", n: "negative",
  "4": "unsure", u: "unsure", f: "first", z: "undo", backspace: "undo", s: "skip", enter: "close",
  arrowup: "up", k: "up", arrowdown: "down", j: "down", arrowleft: "previous", arrowright: "next",
  g: "gold", "?": "help",
};

let item = null;      // what is shown, as the server told it; revision counts what is queued too
let marks = [];
let cursor = 0;
let before = [];      // for undo: [marks, cursor]
let busy = true;      // between two solutions keys mean nothing
let at = -1;
let total = 0;
const queue = [];     // changes that the server has not yet answered, oldest first
let sending = null;
let token = "";

// ---- talking to the server ---------------------------------------------------------------------

async function ask(path, body) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, {
    method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body),
    cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(15000),
  });
  const told = await answer.json();
  return {status: answer.status, told};
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function stubborn(path, body) {
  // The same words again until somebody answers: a server that was killed may be started again.
  for (let wait = 200; ; wait = Math.min(2 * wait, 3000)) {
    try {
      const answer = await ask(path, body);
      if (answer.status < 500) return answer;
      notice(answer.told.error);
    } catch {
      notice("The server does not answer. Nothing is lost while this tab stays open; trying again.");
    }
    saved("lost");
    await pause(wait);
  }
}

function save(closed, skipped) {
  queue.push({
    id: newId(), key: item.key, of: item.of, base: item.revision, marks: [...marks], closed, skipped,
  });
  item.revision += 1;
  sending ??= send().finally(() => { sending = null; });
  return sending;
}

async function send() {
  // Returns the last answer, or null when the server refused and the solution was loaded anew.
  let told = null;
  while (queue.length) {
    saved("busy");
    const answer = await stubborn("/api/changes", queue[0]);
    if (answer.status === 200) {
      told = answer.told;
      queue.shift();
      progress(told);
      if (queue.length === 0) { notice(""); saved("idle"); }
    } else {
      queue.length = 0;
      if (answer.status === 401) { knock(); return null; }
      saved("idle");
      await show(at);
      notice(`Not kept: ${answer.told.error}. This is what stands on the server.`);
      return null;
    }
  }
  return told;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- showing -----------------------------------------------------------------------------------

function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

function saved(state) {
  $("saved").dataset.state = state;
  $("saved").textContent = {idle: "saved", busy: "saving…", lost: "not saved"}[state];
}

function progress(told) {
  total = told.total;
  $("fill").style.width = `${100 * (told.done + told.skipped) / told.total}%`;
  $("bar").setAttribute("aria-valuemax", told.total);
  $("bar").setAttribute("aria-valuenow", told.done);
  $("progress").textContent = `${told.done} of ${told.total}` + (told.skipped ? `, ${told.skipped} skipped` : "");
}

function only(id) {
  for (const part of ["work", "end", "door"]) $(part).hidden = part !== id;
  $("tools").hidden = id !== "work";
}

function finish() {
  item = null;
  at = total;
  $("end-text").textContent = `Every solution is closed or skipped: ${$("progress").textContent}. You can stop the server.`;
  only("end");
  busy = false;
}

function knock() {
  only("door");
  $("token").focus();
}

async function show(place) {
  busy = true;
  const answer = await stubborn(`/api/items/${place}`);
  if (answer.status === 401) return knock();
  if (answer.status !== 200) return notice(answer.told.error);
  notice("");
  item = answer.told;
  at = item.at;
  marks = item.marks;
  before = [];
  cursor = Math.max(0, marks.indexOf(null));
  $("name").textContent = `${at + 1} · ${item.name}`;
  $("problem").textContent = item.problem;
  $("gold").textContent = item.gold || "(none)";
  $("gold").hidden = true;
  $("verdict").hidden = !item.automatic;
  if (item.automatic) $("verdict").textContent = `Final answer, automatic verdict: ${item.automatic.status}`;
  $("steps").replaceChildren(...item.steps.map(stepElement));
  only("work");
  paint();
  window.scrollTo(0, 0);
  saved("idle");
  busy = false;
}

function stepElement(text, number) {
  const element = document.createElement("li");
  element.className = "step";
  element.append(part("number", number + 1), part("text", text), part("badge", ""));
  const automatic = item.automatic?.steps?.[number];
  if (automatic) element.append(part("automatic", `automatic: ${automatic}`));
  element.addEventListener("click", () => { cursor = number; paint(); });
  return element;
}

function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

function paint() {
  [...$("steps").children].forEach((element, number) => {
    const mark = marks[number];
    element.dataset.mark = mark ?? "";
    element.querySelector(".badge").textContent = mark ? `${SIGNS[mark]} ${mark}` : "no mark";
    element.querySelector(".automatic")?.classList.toggle(
      "differs", Boolean(mark) && AUTOMATIC[mark] !== item.automatic.steps[number]);
    if (number === cursor) {
      element.setAttribute("aria-current", "step");
      element.scrollIntoView({block: "nearest"});
    } else element.removeAttribute("aria-current");
  });
  $("close").disabled = marks.includes(null);
  $("closed").hidden = !item.closed;
  $("closed").textContent = item.skipped ? "You skipped this solution." : "You closed this solution; a change now is kept, and counted as made with the automatic labels in sight.";
}

// ---- what keys do ------------------------------------------------------------------------------

function change(made, next) {
  before.push([marks, cursor, item.closed, item.skipped]);
  marks = made;
  cursor = Math.min(next, marks.length - 1);
  keep();
}

function keep() {
  const whole = !marks.includes(null);
  // A closed solution stays closed while it is whole: a change in hindsight opens nothing.
  item.closed = item.closed && !item.skipped && whole;
  item.skipped = false;
  save(item.closed, false);
  paint();
}

function mark(word) {
  change(marks.map((old, number) => (number === cursor ? word : old)), cursor + 1);
}

const acts = {
  positive: () => mark("positive"),
  neutral: () => mark("neutral"),
  negative: () => mark("negative"),
  unsure: () => mark("unsure"),
  first() {
    change(marks.map((old, number) =>
      number < cursor ? old ?? "positive" : number === cursor ? "negative" : "inherited"), cursor);
  },
  undo() {
    if (!before.length) return;
    [marks, cursor, item.closed, item.skipped] = before.pop();
    keep();
  },
  up() { cursor = Math.max(0, cursor - 1); paint(); },
  down() { cursor = Math.min(marks.length - 1, cursor + 1); paint(); },
  gold() { $("gold").hidden = !$("gold").hidden; },
  close() {
    if (item.closed && !item.skipped) go(at + 1);  // it is kept as closed already
    else if (!marks.includes(null)) leave(true, false);
  },
  skip: () => leave(true, true),
  previous: () => go(at - 1),
  next: () => go(at + 1),
  help() { $("help").showModal(); },
};

async function leave(closed, skipped) {
  busy = true;
  // Refused: the solution was loaded anew, and to close that is for the annotator to say again.
  if (sending && (await sending) === null) return;
  const told = await save(closed, skipped);
  if (told) await (told.next === null ? finish() : show(told.next));
}

async function go(place) {
  if (place < 0 || place >= total) return;
  busy = true;
  if (sending && (await sending) === null) return;
  await show(place);
}

function act(name) {
  if (busy && name !== "help") return;
  if (!item && !["previous", "help"].includes(name)) return;
  acts[name]();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || $("help").open || !$("door").hidden) return;
  const name = KEYS[event.key.toLowerCase()];
  if (!name || (event.repeat && !["up", "down"].includes(name))) return;
  event.preventDefault();
  act(name);
});
for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => { button.blur(); act(button.dataset.do); });
}
$("help-open").addEventListener("click", () => { $("help-open").blur(); acts.help(); });
$("help-close").addEventListener("click", () => $("help").close());
$("help").addEventListener("keydown", (event) => {
  if (event.key === "?") { event.preventDefault(); event.stopPropagation(); $("help").close(); }
});
$("enter").addEventListener("submit", (event) => {
  event.preventDefault();  // the token goes into a header, never into an address
  token = $("token").value.trim();
  $("token").value = "";
  begin();
});
window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });

async function begin() {
  const answer = await stubborn("/api/overview");
  if (answer.status !== 200) { notice(token ? answer.told.error : ""); return knock(); }
  notice("");
  $("annotator").textContent = answer.told.annotator;
  $("why").textContent = `Order: ${answer.told.why}`;
  progress(answer.told);
  saved("idle");
  await (answer.told.next === null ? finish() : show(answer.told.next));
}

begin();

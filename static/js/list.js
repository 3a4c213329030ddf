// The visitor's own list of techniques, in their order. It is kept on this device alone, as "3,7,12".
const root = document.querySelector("[data-list], [data-keep]");
const texts = root.dataset;

const fill = (text, ...values) => values.reduce((filled, value) => filled.replace("{}", () => value), text);
const say = (text, seconds) => document.dispatchEvent(new CustomEvent("say", { detail: { text, seconds } }));

// Numbers in a text, each once, and remarks on what was left out: as techniques/ownlist.py reads an address.
const parse = (text, there = () => true) => {
  const whole = text.length > 100 ? text.slice(0, 100).replace(/,?[^,]*$/, "") : text;
  const numbers = new Set();
  const remarks = new Set();
  for (const value of whole.split(",").map((each) => each.trim()).filter(Boolean)) {
    const number = /^\d{1,3}$/.test(value) ? Number(value) : 0;
    if (!number || !there(number)) remarks.add(fill(texts.unknown ?? "", value));
    else if (numbers.has(number)) remarks.add(fill(texts.double ?? "", number));
    else numbers.add(number);
  }
  if (whole !== text) remarks.add(texts.cut);
  return [[...numbers], [...remarks]];
};

const kept = (there) => {
  try { return parse(localStorage.getItem("list") ?? "", there)[0]; } catch { return []; }
};
const keep = (numbers, text) => {
  try {
    if (numbers.length) localStorage.setItem("list", numbers);
    else localStorage.removeItem("list");
    say(text, 4);
  } catch { say(texts.failed); }
  show();
};

// On the page of a technique: in the list, or out of it.
const showStar = () => {
  root.parentElement.hidden = false;
  root.setAttribute("aria-pressed", kept().includes(Number(texts.keep)));
};
const star = () => {
  const number = Number(texts.keep);
  const others = kept().filter((each) => each !== number);
  if (root.matches("[aria-pressed=true]")) keep(others, texts.dropped);
  else keep([...others, number], texts.kept);
};

// On the page of the list: the visitor's own, or that of an address.
const part = (name) => root.querySelector(`[data-list-${name}]`);
const rows = new Map([...root.querySelectorAll("[data-number]")].map((row) => [Number(row.dataset.number), row]));
const there = (number) => rows.has(number);
const query = new URLSearchParams(location.search);
const asked = query.getAll("t");
const given = asked.length > 0;
// The server answers an address with its list. The page saved for use without network holds every technique.
const [wanted, remarks] = texts.list === "plain" && given ? parse(asked.join(), there) : [[...rows.keys()], null];

// What its maker wrote, as techniques/ownlist.py reads it.
const words = () => {
  let all = "";
  const put = (name, most, place) => {
    const seen = (query.get(name) ?? "").normalize().replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\ufffe\uffff]/gu, " ").trim();
    const text = [...seen.replace(/\s+/g, " ").replace(/(\p{M}{3})\p{M}+/gu, "$1")].slice(0, most).join("").trim();
    if (!text) return;
    all += `&${name}=${encodeURIComponent(text)}`;
    place.textContent = text;
    place.parentElement.hidden = false;
  };
  put("title", 60, part("title"));
  for (const number of wanted) put(`n${number}`, 100, rows.get(number).querySelector("bdi"));
  part("maker").hidden = !all;
  return all;
};

const buttons = (row) => {
  if (row.querySelector(".own__do")) return;
  row.append(part("buttons").content.cloneNode(true));
  const name = `${row.dataset.number}, ${row.querySelector(".tech__name").textContent}`;
  for (const button of row.querySelectorAll("button")) {
    button.setAttribute("aria-label", fill(button.getAttribute("aria-label"), name));
  }
};

const showList = () => {
  const numbers = given ? wanted : kept(there);
  root.dataset.list = given ? (numbers.length ? "given" : "nothing") : (numbers.length ? "own" : "empty");
  part("take").hidden = !given;
  for (const [number, row] of rows) row.hidden = !numbers.includes(number);
  numbers.forEach((number, at) => {
    const row = rows.get(number);
    part("rows").append(row);
    if (given) return;
    buttons(row);
    const [up, down] = row.querySelectorAll("[data-move]");
    up.setAttribute("aria-disabled", at === 0);
    down.setAttribute("aria-disabled", at === numbers.length - 1);
  });
  if (given && !remarks) return;
  const search = `?t=${numbers}` + (remarks && wanted[0] ? words() : "");
  const link = texts.link.replace(/\?.*/, "") + search;
  part("link").textContent = part("link").href = link;
  root.querySelector("[data-copy]").dataset.copy = root.querySelector("[data-share-link]").dataset.shareLink = link;
  part("make").search = search;
  if (!remarks) return;
  part("remarks").replaceChildren(...remarks.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  for (const other of document.querySelectorAll("#lang a")) other.search = search;
};

const move = (button, row) => {
  const numbers = kept(there);
  const number = Number(row.dataset.number);
  const from = numbers.indexOf(number);
  const to = from + Number(button.dataset.move);
  if (!there(numbers[to])) return;
  numbers.splice(from, 1);
  numbers.splice(to, 0, number);
  keep(numbers, "");
  button.focus();
  part("told").textContent = fill(texts.moved, number, to + 1, numbers.length);
};
const drop = (row) => {
  const number = Number(row.dataset.number);
  const numbers = kept(there);
  const at = numbers.indexOf(number);
  numbers.splice(at, 1);
  part("told").textContent = "";
  keep(numbers, fill(texts.dropped, number));
  (rows.get(numbers[at] ?? numbers.at(-1))?.querySelector("[data-drop]") ?? part("more")).focus();
};
const take = () => {
  const mine = kept();
  const fresh = wanted.filter((number) => !mine.includes(number));
  keep([...mine, ...fresh], !mine.length ? texts.taken : fresh.length ? fill(texts.added, fresh.join(", ")) : texts.had);
};

const show = texts.keep ? showStar : showList;
show();
addEventListener("storage", show); // another tab
addEventListener("pageshow", show); // back from another page
root.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const row = target.closest("[data-number]");
  if (!button) return;
  if (texts.keep) star();
  else if (button.matches("[data-move]")) move(button, row);
  else if (button.matches("[data-drop]")) drop(row);
  else if (button.closest("[data-list-take]")) take();
});

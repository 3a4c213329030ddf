// Search and filters in the browser, from a saved search file. What techniques/search.py and techniques/listing.py do,
// and why, stands there; tests hold both to the same answers.
const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "")
  .match(/[\p{L}\p{N}]+/gu) ?? [];

// The passages of each page, and for each word the best passage of every page that holds it.
function build({ pages, fields, lengths }) {
  const postings = new Map();
  let place = 0;
  const passages = pages.map(({ texts }, page) => {
    const best = new Map();
    const all = texts.flatMap(([field, ...some]) => some.map((text) => {
      const held = words(text);
      const [worth] = fields[field];
      const weight = worth * lengths[held.length];
      const passage = { page, place: place++, field, text, worth, weight, folded: ` ${held.join(" ")} ` };
      for (const word of held) if (!(best.get(word)?.weight >= weight)) best.set(word, passage);
      return passage;
    }));
    for (const [word, passage] of best) postings.get(word)?.push(passage) ?? postings.set(word, [passage]);
    return all;
  });
  return { passages, postings, known: [...postings.keys()].sort() };
}

// Known words that a word of the query matches, each with its share in percent.
function matches({ postings, known }, word) {
  const found = new Map();
  const add = (share, fits) => { for (const other of known) if (fits(other)) found.set(other, share); };
  if (word.length > 3) add(55, (other) => other.includes(word, 1));
  if (word.length > 2) add(75, (other) => other.startsWith(word));
  if (postings.has(word)) found.set(word, 100);
  if (!found.size && word.length > 4) add(45, (other) => oneErrorApart(word, other));
  for (const shorter of [word.slice(0, -1), word.slice(0, -2)]) {
    if (shorter.length > 3 && postings.has(shorter) && !found.has(shorter)) found.set(shorter, 60);
  }
  return found;
}

// One letter added, dropped or changed, or two neighbours swapped: that is all that two equal ends leave between them.
function oneErrorApart(a, b) {
  const least = Math.min(a.length, b.length);
  let i = 0, j = 0;
  while (i < least && a[i] === b[i]) i++;
  while (j < least - i && a.at(-1 - j) === b.at(-1 - j)) j++;
  const [c, d] = [a, b].map((word) => word.slice(i, word.length - j));
  return (c.length < 2 && d.length < 2) || (c.length === 2 && d === c[1] + c[0]);
}

const isBetter = (one, other) => {
  const more = other ? one.score - other.score || other.passage.place - one.passage.place : 1;
  return more > 0 || (more === 0 && one.found > other.found);
};

// Pages that match a query, best first, with their scores, the passages that match best and the words to mark.
export function search(file, query) {
  const index = file.index ??= build(file);
  const asked = [...new Set(words(query))].slice(0, 8);
  const best = file.pages.map(() => new Map());
  for (const word of asked) {
    for (const [found, share] of matches(index, word)) {
      const passages = index.postings.get(found);
      for (const passage of passages) {
        const score = Math.floor(passage.weight * file.rarity[passages.length] * share / 1e6);
        const matched = best[passage.page];
        const match = { score, passage, found };
        if (isBetter(match, matched.get(word))) matched.set(word, match);
      }
    }
  }
  const phrase = ` ${asked.join(" ")}`;
  return best.flatMap((matched, number) => {
    if (!matched.size) return [];
    const all = [...matched.values()];
    let { passage } = all.reduce((one, other) => (isBetter(other, one) ? other : one));
    let bonus = 0;
    const isWhole = all.length === asked.length && asked.length > 1;
    for (const each of isWhole ? index.passages[number] : []) {
      const more = each.worth * (each.folded === `${phrase} ` ? 24 : 12);
      if (more > bonus && each.folded.includes(phrase)) [bonus, passage] = [more, each];
    }
    const sum = all.reduce((total, { score }) => total + score, 0);
    return {
      page: file.pages[number],
      score: Math.floor(sum * all.length / asked.length) + bonus,
      passage,
      marks: [...new Set([...asked, ...all.map(({ found }) => found)])],
    };
  }).sort((one, other) => other.score - one.score);
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

// A text with each word that matches one of the folded words in <mark>, cut to about the first of them.
export function mark(text, wanted) {
  const pieces = text.match(/[\p{L}\p{N}_'’]+|[^\p{L}\p{N}_'’]+/gu) ?? [];
  const marked = pieces.map((piece) => {
    const folded = words(piece).join("");
    return folded !== "" && wanted.some((word) => folded === word || (word.length > 3 && folded.includes(word)));
  });
  const first = Math.max(0, marked.indexOf(true));
  let start = 0;
  while ([...pieces.slice(start, first).join("")].length > 70) start++;
  const html = pieces.map((piece, i) => (marked[i] ? `<mark>${escape(piece)}</mark>` : escape(piece)));
  return (start ? "… " : "") + html.slice(start).join("");
}

// What the page shows for a query string.
export function answer(file, asked) {
  const { language, counts, heads } = file;
  const query = [...asked.get("q") ?? ""].slice(0, 100).join("").replace(/[\0\x1c-\x1f\x85\s]+/g, " ").trim();
  const filters = file.filters.map(({ name, values }) => ({
    name, chosen: values.filter((value) => asked.getAll(name[language]).includes(value[language])),
  }));
  const chosen = filters.flatMap((filter) => filter.chosen);
  const goals = chosen.filter(({ head }) => head);
  const sections = file.filters.at(-1).values;
  let kinds = chosen.filter(({ section }) => section);
  if (!kinds.length) kinds = query && !chosen.length ? sections : sections.slice(0, 1);

  const hits = query ? search(file, query)
    : kinds.flatMap(({ kind }) => file.pages.filter((page) => page.kind === kind).map((page) => ({ page })));
  const found = new Map();
  for (const hit of hits) {
    const { kind, values = {} } = hit.page;
    if (!kinds.some((each) => each.kind === kind)) continue;
    if (!found.has(kind)) found.set(kind, []);
    const isTechnique = kind === "techniques";
    const isFar = !isTechnique && file.far * hit.score < hits[0].score;
    const isFull = !isTechnique && found.get(kind).length === file.most;
    const fits = ({ name, chosen: wanted }) => {
      const held = values[name[language]];
      return !held || !wanted.length || wanted.some((value) => held.includes(value[language]));
    };
    if (!isFar && !isFull && filters.every(fits)) found.get(kind).push(hit);
  }
  // What has to happen now starts with challenge, and mends contact after.
  if (!query && goals.length && goals.every(({ now }) => now)) {
    found.get("techniques")?.sort((one, other) => other.page.step - one.page.step);
  }

  const row = ({ page, passage, marks }) => {
    let why = chosen.length && page.say;
    if (passage) {
      why = page.kind !== "moments" && passage.field !== "title"
        && `<span class="hit__where">${file.fields[passage.field][1]}</span> ${mark(passage.text, marks)}`;
    }
    return why ? page.row.replace(/(hit__why">).*?(?=<\/span>)/s, (_, before) => before + why) : page.row;
  };
  const lists = [...found].map(([kind, some]) => some.length ? sections.find((each) => each.kind === kind).section
    .replace("</ul>", () => `${some.map(row).join("")}</ul>`) : "").join("");
  const count = [...found.values()].flat().length;
  const shown = found.get("techniques")?.map(({ page }) => page.key) ?? [];
  const map = shown.length ? draw(file, shown) : "";
  const put = (text, shown) => text.replace("{}", () => shown);
  const plain = heads[query ? 1 : 0];
  const head = goals[0]?.head ?? plain;
  return {
    results: !count ? put(file.nothing[query ? 1 : 0], escape(query)) : query || chosen.length ? lists + map : map + lists,
    count: say(counts.found, count),
    chosen: chosen.length ? `(${chosen.length})` : "",
    title: put((query ? plain : head).title, query),
    intro: head.intro,
    addresses: Object.entries(file.addresses).map(([other, address]) => {
      const pairs = filters.flatMap(({ name, chosen: some }) => some.map((value) => [name[other], value[other]]));
      const encoded = `${new URLSearchParams(query ? [["q", query], ...pairs] : pairs)}`;
      return [other, address + (encoded && `?${encoded.replaceAll("*", "%2A").replaceAll("%7E", "~")}`)];
    }),
  };
}

// An example text for one or for more, with numbers of its own.
const say = ([one, more], ...numbers) => (numbers[0] === 1 ? one : more).replace(/\d+/g, () => numbers.shift());

// The map with only the techniques of these numbers on it.
function draw({ map, counts }, shown) {
  const box = document.createElement("template");
  box.innerHTML = map;
  const all = (selector) => [...box.content.querySelectorAll(selector)];
  const number = (item) => item.querySelector(".cell__no")?.textContent ?? 99;
  for (const cell of all(".cell")) {
    const items = [...cell.querySelectorAll("li")];
    const gone = items.filter((item) => !shown.includes(number(item)));
    if (!gone.length) continue;
    for (const item of gone) item.remove();
    if (gone.length === items.length) cell.querySelector("ul").remove();
    cell.insertAdjacentHTML("beforeend", say(counts.cell, items.length - gone.length, items.length));
  }
  for (const link of all(".map__cells a")) {
    const count = all(`#${link.dataset.cell} li`).length;
    link.childNodes[1].data = count;
    link.lastChild.textContent = ` ${say(counts.techniques, count)}`;
  }
  // A row's places in a reader's order: by the first number, after those low connection, after that what is empty.
  const groups = all("section.cell").map((cell, i) => ({
    cell,
    order: i - i % 3 + cell.matches(".cell--empty") + cell.id.startsWith("low") / 2 + number(cell) / 1e4,
  }));
  for (const { cell } of groups.sort((one, other) => one.order - other.order)) cell.parentNode.append(cell);
  box.content.querySelector("caption").textContent = say(counts.map, shown.length);
  return box.innerHTML;
}

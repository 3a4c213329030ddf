// Search and filters in the browser, from a saved search file: what the server does in techniques/search.py and
// techniques/listing.py, which say why. Tests hold both to the same answers.
const EXACT = 100, BEGINS = 75, SHORTER = 60, INSIDE = 55, TYPO = 45, PHRASE = 12, WHOLE = 24, SCALE = 1e6;

const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/['’]/g, "")
  .match(/[\p{L}\p{N}]+/gu) ?? [];

// The texts of each page with their weights, and for each word the best text of every page that holds it.
function build({ pages, fields, lengths }) {
  const postings = new Map();
  let place = 0;
  const texts = pages.map((page, number) => {
    const best = new Map();
    const all = page.texts.flatMap(([field, ...some]) => some.map((text) => {
      const held = words(text);
      const [worth] = fields[field];
      const passage = { number, place: place++, field, text, worth, folded: ` ${held.join(" ")} ` };
      passage.weight = worth * lengths[held.length];
      for (const word of held) if (!(best.get(word)?.weight >= passage.weight)) best.set(word, passage);
      return passage;
    }));
    for (const [word, passage] of best) postings.get(word)?.push(passage) ?? postings.set(word, [passage]);
    return all;
  });
  return { texts, postings, known: [...postings.keys()].sort() };
}

// Known words that a word of the query matches, each with its share in percent.
function matches({ postings, known }, word) {
  const found = new Map();
  const add = (share, fits) => { for (const other of known) if (fits(other)) found.set(other, share); };
  if (word.length > 3) add(INSIDE, (other) => other.includes(word, 1));
  if (word.length > 2) add(BEGINS, (other) => other.startsWith(word));
  if (postings.has(word)) found.set(word, EXACT);
  if (!found.size && word.length > 4) add(TYPO, (other) => oneErrorApart(word, other));
  for (const shorter of [word.slice(0, -1), word.slice(0, -2)]) {
    if (shorter.length > 3 && postings.has(shorter) && !found.has(shorter)) found.set(shorter, SHORTER);
  }
  return found;
}

function oneErrorApart(a, b) {
  if (a.length > b.length) [a, b] = [b, a];
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a.length < b.length) return a.length === b.length - 1 && a.slice(i) === b.slice(i + 1);
  return a !== b && (a.slice(i + 1) === b.slice(i + 1)
    || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2)));
}

// Pages that match a query, best first, each with its score, the text that matched best, and the words to mark.
export function search(file, query) {
  const { texts, postings, known } = file.index ??= build(file);
  const asked = [...new Set(words(query))].slice(0, 8);
  const best = texts.map(() => new Map());
  for (const word of asked) {
    for (const [found, share] of matches({ postings, known }, word)) {
      const passages = postings.get(found);
      const worth = file.rarity[passages.length] * share;
      for (const passage of passages) {
        const score = Math.floor(passage.weight * worth / SCALE);
        const matched = best[passage.number];
        if (isBetter({ score, passage }, matched.get(word))) matched.set(word, { score, passage, found });
      }
    }
  }

  const phrase = ` ${asked.join(" ")}`;
  const hits = best.flatMap((matched, number) => {
    if (!matched.size) return [];
    const all = [...matched.values()];
    let { passage } = all.reduce((one, other) => (isBetter(other, one) ? other : one));
    let bonus = 0;
    if (asked.length > 1) {
      for (const each of texts[number].filter(({ folded }) => folded.includes(phrase))) {
        const more = (each.folded === `${phrase} ` ? WHOLE : PHRASE) * each.worth;
        if (more > bonus) [bonus, passage] = [more, each];
      }
    }
    const sum = all.reduce((total, { score }) => total + score, 0);
    const marks = [...new Set([...asked, ...all.map(({ found }) => found)])];
    return { page: file.pages[number], score: Math.floor(sum * all.length / asked.length) + bonus, passage, marks };
  });
  return hits.sort((one, other) => other.score - one.score);
}

const isBetter = (one, other) => !other || one.score > other.score
  || (one.score === other.score && one.passage.place < other.passage.place);

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };
const escape = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]);

// A text with each word that matches one of the folded words in <mark>, cut to about the first of them.
export function mark(text, wanted, around = 70) {
  const pieces = text.match(/[\p{L}\p{N}_'’]+|[^\p{L}\p{N}_'’]+/gu) ?? [];
  const marked = pieces.map((piece) => {
    const folded = words(piece).join("");
    return folded !== "" && wanted.some((word) => folded === word || (word.length > 3 && folded.includes(word)));
  });
  const first = Math.max(0, marked.indexOf(true));
  let start = 0;
  while ([...pieces.slice(start, first).join("")].length > around) start++;
  const html = pieces.map((piece, i) => (marked[i] ? `<mark>${escape(piece)}</mark>` : escape(piece)));
  return (start ? "… " : "") + html.slice(start).join("");
}

// What the page shows for a query string.
export function answer(file, asked) {
  const { language, counts } = file;
  const query = [...asked.get("q") ?? ""].slice(0, 100).join("").replace(/[\0\x1c-\x1f\x85\s]+/g, " ").trim();
  const chosen = ({ name, values }) => values.filter((value) => asked.getAll(name[language]).includes(value[language]));
  const kinds = chosen(file.kinds);
  const narrowing = file.filters.map((filter) => ({ name: filter.name, values: chosen(filter) }));
  const goals = narrowing.flatMap(({ values }) => values.filter(({ head }) => head));
  const narrows = narrowing.some(({ values }) => values.length);
  const all = [...narrowing, { name: file.kinds.name, values: kinds }];

  const wanted = kinds.length || (query && !narrows) ? kinds.map(({ kind }) => kind) : ["techniques"];
  const fits = ({ kind, values }) => (!wanted.length || wanted.includes(kind)) && (!values || narrowing.every((filter) =>
    !filter.values.length || filter.values.some((value) => values[filter.name[language]].includes(value[language]))));

  const found = new Map();
  if (query) {
    const hits = search(file, query);
    for (const { page, score, passage, marks } of hits) {
      if (wanted.length && !wanted.includes(page.kind)) continue;
      if (!found.has(page.kind)) found.set(page.kind, []);
      if (!fits(page) || (page.kind !== "techniques" && file.far * score < hits[0].score)) continue;
      const [, where] = file.fields[passage.field];
      const why = passage.field !== "title" && `<span class="hit__where">${where}</span> ${mark(passage.text, marks)}`;
      found.get(page.kind).push({ page, why: page.kind !== "moments" && why });
    }
  } else {
    for (const kind of wanted) {
      const pages = file.pages.filter((page) => page.kind === kind && fits(page));
      // What has to happen now starts with challenge, and mends contact after.
      if (kind === "techniques" && goals.length && goals.every(({ now }) => now)) pages.sort((one, other) => other.step - one.step);
      found.set(kind, pages.map((page) => ({ page, why: (narrows || kinds.length > 0) && page.say })));
    }
  }

  let count = 0, lists = "", map = "";
  for (const [kind, results] of found) {
    const shown = kind === "techniques" ? results : results.slice(0, file.most);
    if (!shown.length) continue;
    count += shown.length;
    const rows = shown.map(({ page, why }) =>
      (why ? page.row.replace(/(hit__why">).*?(?=<\/span>)/s, (_, before) => before + why) : page.row));
    const { section } = file.kinds.values.find((value) => value.kind === kind);
    lists += section.replace("</ul>", () => `${rows.join("")}</ul>`);
    if (kind === "techniques") map = drawn(file, new Set(shown.map(({ page }) => page.key)));
  }
  const put = (text, shown) => text.replace("{}", () => shown);
  const pick = all.reduce((total, { values }) => total + values.length, 0);
  const nothing = query ? put(file.nothing[1], escape(query)) : file.nothing[0];
  const plain = file.heads[query ? 1 : 0];
  return {
    results: !count ? nothing : query || pick ? lists + map : map + lists,
    count: say(counts.found, count),
    chosen: pick ? `(${pick})` : "",
    title: put((query ? plain : goals[0]?.head ?? plain).title, query),
    intro: (goals[0]?.head ?? plain).intro,
    addresses: Object.entries(file.addresses).map(([other, address]) => {
      const pairs = all.flatMap(({ name, values }) => values.map((value) => [name[other], value[other]]));
      const encoded = new URLSearchParams(query ? [["q", query], ...pairs] : pairs).toString();
      return [other, address + (encoded && `?${encoded.replaceAll("*", "%2A").replaceAll("%7E", "~")}`)];
    }),
  };
}

// An example text for one or for more, with numbers of its own.
const say = ([one, more], ...numbers) => (numbers[0] === 1 ? one : more).replace(/\d+/g, () => numbers.shift());

// The map with only the techniques shown on it.
function drawn({ map, counts }, shown) {
  const box = document.createElement("template");
  box.innerHTML = map;
  const all = (selector) => [...box.content.querySelectorAll(selector)];
  const number = (item) => item.querySelector(".cell__no").textContent;
  const places = new Map();
  for (const cell of all(".cell")) {
    const items = [...cell.querySelectorAll("li")];
    const kept = items.filter((item) => shown.has(number(item)));
    const { cell: key } = cell.dataset;
    // In a reader's order: empty places last, and before them those of low connection; then by number.
    const order = (items.length ? 0 : 2e6) + (key.startsWith("low") ? 1e6 : 0) + Number(kept.length ? number(kept[0]) : 99);
    places.set(key, { count: kept.length, order });
    for (const item of items) if (!kept.includes(item)) item.remove();
    if (kept.length === items.length) continue;
    if (!kept.length) cell.querySelector("ul").remove();
    cell.insertAdjacentHTML("beforeend", say(counts.cell, kept.length, items.length));
  }
  for (const link of all(".map__cells a")) {
    const { count } = places.get(link.dataset.cell);
    link.childNodes[1].data = count;
    link.lastChild.textContent = ` ${say(counts.techniques, count)}`;
  }
  const groups = all("section.cell");
  for (let row = 0; row < 9; row += 3) {
    const sorted = groups.slice(row, row + 3).sort((one, other) => places.get(one.dataset.cell).order - places.get(other.dataset.cell).order);
    groups[0].parentNode.append(...sorted);
  }
  box.content.querySelector("caption").textContent = say(counts.map, shown.size);
  return box.innerHTML;
}

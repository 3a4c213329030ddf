// Reads a block aloud, piece by piece, in the language of the page. The piece that is read is marked.
const speech = window.speechSynthesis;
const { lang } = document.documentElement;
const buttons = document.querySelector("[data-read-buttons]");
const bars = new Map();
let voice; // only one speaks at a time
let now; // what is read: its bar, its pieces, and at which of them we are
let utterance; // a browser may forget one that nobody holds, and that it ended
let timer;
let broken = -Infinity; // when we last broke off a voice

for (const block of document.querySelectorAll("[data-read]")) {
  const bar = buttons.content.firstElementChild.cloneNode(true);
  bar.hidden = true;
  bars.set(bar, [block, ...block.querySelectorAll("*")].filter((each) => each.matches("[data-piece]")));
  block[block.dataset.read || "before"](bar);
  const heading = block.closest("section, .phase")?.querySelector("h2");
  if (heading) bar.querySelector("[data-read-main]").setAttribute("aria-describedby", heading.id);
}

const find = () => {
  // Voices that are not of the device itself send the text to somebody else.
  const voices = speech.getVoices().filter((each) => each.localService && each.lang.slice(0, 2) === lang);
  // The device's own choice; else one that speaks as our texts do, since the first may be a joke.
  voice = voices.find((each) => each.default) ?? voices.find((each) => /NL|GB/.test(each.lang)) ?? voices[0];
  if (!voice) stop();
  for (const bar of bars.keys()) bar.hidden = !voice;
};

const mark = (piece) => {
  const marked = document.querySelector("[data-reading]");
  if (marked === piece) return;
  marked?.removeAttribute("data-reading");
  marked?.removeAttribute("aria-current");
  piece?.setAttribute("data-reading", "");
  piece?.setAttribute("aria-current", "true");
  piece?.scrollIntoView({ block: "nearest" });
};

const show = (state) => {
  const [main, end] = now.bar.querySelectorAll("button");
  if (state === "off" && document.activeElement === end) main.focus();
  now.bar.dataset.state = state;
  end.hidden = state === "off";
};

const hush = () => {
  clearTimeout(timer);
  utterance = null;
  if (speech.speaking || speech.pending) broken = performance.now();
  speech.cancel();
};

const stop = () => {
  if (!now) return;
  hush();
  mark();
  show("off");
  now = null;
};

// A name or a title stands on a line of its own: it is followed by a breath.
const words = (piece) => piece.innerText.trim().replace(/([^.,:;!?…\s])\s*\n\s*/g, "$1. ");

const read = () => {
  const piece = now.pieces[now.at];
  if (!piece) return stop();
  mark(piece);
  const place = now.bar.querySelector("[data-read-at]");
  place.textContent = place.dataset.readAt.replace("{}", now.at + 1).replace("{}", now.pieces.length);
  const next = () => { now.at += 1; read(); };
  if (piece.dataset.silence) {
    timer = setTimeout(next, piece.dataset.silence * 1000);
    return;
  }
  utterance = new SpeechSynthesisUtterance(words(piece));
  Object.assign(utterance, {
    voice,
    lang: voice.lang.replace("_", "-"), // Android looks at this alone, and writes nl_NL
    rate: 0.95, // a little slower, for a noisy hall
    // What we broke off ourselves ends as well, some time later: that is not ours any more.
    onend: ({ target }) => { if (target === utterance) next(); },
    onerror: ({ target }) => { if (target === utterance) stop(); },
  });
  speech.speak(utterance);
};

// Speaking has to begin within the first tap. But right after breaking off, some browsers drop what comes next.
const go = () => {
  show("on");
  const wait = broken + 100 - performance.now();
  if (wait > 0) timer = setTimeout(read, wait);
  else read();
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest(".read button");
  if (!button) return;
  const bar = button.closest(".read");
  if (button.matches("[data-read-stop]")) stop();
  else if (bar.dataset.state === "on") {
    // On Android a voice can't pause: we break off, and start again with the same piece.
    hush();
    show("paused");
  } else {
    if (now?.bar !== bar) {
      stop();
      now = { bar, pieces: bars.get(bar), at: 0 };
    }
    go();
  }
});
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") stop(); });
addEventListener("pagehide", stop);

if (speech) {
  find();
  speech.addEventListener?.("voiceschanged", find); // voices come late
}

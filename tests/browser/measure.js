// What a test measures on the open page. Each function answers with lines that say what is wrong, none if all is well.
(() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), textarea, select, summary, [tabindex='0']";
  const text = (element) => (element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
  const name = (element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ‘${text(element)}’`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".visually-hidden, .skip, [aria-hidden] svg, svg");
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const inOwnBox = (element) => element.closest(".scroll");

  // Pieces of text as they stand on the page: a rectangle for each line.
  const lines = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !shown(element) || element.closest("script, style, noscript, option")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) if (box.width > 1) found.push({ element, box });
    }
    return found;
  };

  window.measure = {
    sideways() {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return [];
      const wide = all("body *").filter((e) => !inOwnBox(e) && e.getBoundingClientRect().right > room + 0.5);
      return [`${document.documentElement.scrollWidth} px wide in ${room}: ${wide.slice(0, 3).map(name).join(", ")}`];
    },

    // Text that leaves its box, its screen or lies over other text. Lines are taken without the white above and below.
    cut() {
      const found = [];
      const room = document.documentElement.clientWidth;
      const all = lines();
      for (const { element, box } of all) {
        if (!inOwnBox(element) && (box.right > room + 1 || box.left < -1)) found.push(`off the screen: ${name(element)}`);
        for (let each = element; each && each !== document.body; each = each.parentElement) {
          const style = getComputedStyle(each);
          if (style.overflowX === "visible" && style.overflowY === "visible") continue;
          if (style.overflowX === "auto" || each.matches("main, .section--band")) break;
          const limit = each.getBoundingClientRect();
          if (box.right > limit.right + 1 || box.bottom > limit.bottom + 3 || box.left < limit.left - 1 || box.top < limit.top - 3) found.push(`cut off: ${name(element)}`);
        }
      }
      const inked = all.map(({ element, box }) => ({ element, left: box.left + 1, right: box.right - 1, top: box.top + box.height * 0.3, bottom: box.bottom - box.height * 0.3 }));
      inked.sort((a, b) => a.top - b.top);
      inked.forEach((one, i) => {
        for (let j = i + 1; j < inked.length && inked[j].top < one.bottom; j += 1) {
          const other = inked[j];
          if (one.element !== other.element && one.left < other.right && other.left < one.right) found.push(`${name(one.element)} lies over ${name(other.element)}`);
        }
      });
      return [...new Set(found)];
    },

    // Targets that are less than `least` px in height or width. A link or a term within a sentence is let off.
    small(least) {
      const inSentence = (e) => ["inline", "inline-block"].includes(getComputedStyle(e).display) && e.matches("a, .term")
        && e.parentElement.textContent.trim().length > e.textContent.trim().length + 3;
      return all("a[href], button, summary, label:has(input), input:not([type=hidden]), textarea, select").filter((e) => !inSentence(e) && !(e.matches("input") && e.closest("label")))
        .filter((e) => { const box = e.getBoundingClientRect(); return box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5); })
        .map((e) => { const box = e.getBoundingClientRect(); return `${Math.round(box.width)} by ${Math.round(box.height)}: ${name(e)}`; });
    },

    // Movement that is still there.
    moving() {
      const seconds = (times) => Math.max(...times.split(",").map(parseFloat));
      return [document.documentElement, ...document.querySelectorAll("body *")].flatMap((e) => {
        const found = [];
        for (const pseudo of [null, "::before", "::after"]) {
          const style = getComputedStyle(e, pseudo);
          if (style.animationName !== "none" && seconds(style.animationDuration) > 0) found.push(`${name(e)} has an animation`);
          if (seconds(style.transitionDuration) + seconds(style.transitionDelay) > 0) found.push(`${name(e)} has a transition`);
        }
        if (getComputedStyle(e).scrollBehavior === "smooth") found.push(`${name(e)} scrolls smoothly`);
        return found;
      });
    },

    // Controls without a line around them, where colours are the system's. Links have their underline or their place in a list.
    borderless() {
      return all("button, input:not([type=hidden]), textarea, select, .button, summary.button").filter((e) => !e.matches(".term, .link-button")).filter((e) => {
        const around = e.matches("[type=radio], [type=checkbox]") ? e.closest("label") ?? e : e.closest(".search") ?? e;
        return ![around, ...around.children].some((each) => { const style = getComputedStyle(each); return style.borderTopStyle !== "none" && parseFloat(style.borderTopWidth) >= 1; });
      }).map(name);
    },
  
    // Where focus is: which element, in which row of the page, what shows it, and what lies over it.
    focus() {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return null;
      const face = element.closest("label") ?? element.closest(".option") ?? element;
      const box = element.getBoundingClientRect();
      const around = face.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const over = document.elementFromPoint(x, y);
      const rings = [element, face].map((each) => getComputedStyle(each)).filter((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      const controls = [...document.querySelectorAll(CONTROLS)];
      return {
        place: controls.indexOf(element),
        name: name(element),
        dress: [element.tagName, element.className, element.closest("[data-cell]")?.dataset.cell, element.parentElement.className].join("|"),
        left: box.left + scrollX,
        top: box.top + scrollY,
        bottom: box.bottom + scrollY,
        box: { x: around.left, y: around.top, width: around.width, height: around.height },
        wrong: [
          ...(rings.length ? [] : ["nothing shows that it has focus"]),
          ...(box.top >= -1 && box.bottom <= innerHeight + 1 || box.height > innerHeight ? [] : ["it is not on the screen"]),
          ...(over && (element.contains(over) || over.contains(element) || face.contains(over)) ? [] : [`${over ? name(over) : "nothing"} lies over it`]),
        ],
      };
    },

    // What the Tab key should stop at: every control that shows, one of each group of radio buttons.
    stops() {
      const groups = new Set();
      return [...document.querySelectorAll(CONTROLS)].filter((e) => {
        if (!e.checkVisibility({ visibilityProperty: true }) || e.disabled || e.tabIndex < 0 || e.closest("[popover]")) return false;
        if (e.type !== "radio") return true;
        const group = `${e.form?.action} ${e.name}`;
        return !groups.has(group) && groups.add(group);
      }).map(name);
    },

    // Of each control its name, and as red, green and blue the colours of its edge and of what lies beside it.
    edges() {
      const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const rgb = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
      };
      const beside = (element) => {
        for (let each = element.parentElement; each; each = each.parentElement) {
          const colour = rgb(getComputedStyle(each).backgroundColor);
          if (colour[3] === 255) return colour;
        }
        return [255, 255, 255];
      };
      return all(".search, .toggle, .option, .mark span, .button, .moments a, .field input, .field textarea")
        .map((e) => [e.className || e.tagName, rgb(getComputedStyle(e).borderTopColor).slice(0, 3), beside(e).slice(0, 3)]);
    },

    // On paper: what only a screen can use.
    screenOnly() {
      return all("button:not(.term), .button, nav, [role=search], summary > .icon, .skip, .toast, .theme, [popover], .screen-only")
        .filter((e) => e.getBoundingClientRect().height > 1).map(name);
    },

    // On paper: what is still folded.
    folded() {
      return all("details").filter((e) => e.getBoundingClientRect().height <= e.querySelector("summary").offsetHeight + 4).map(name);
    },

    // On paper: what has a background, and text that is not near black.
    coloured() {
      return all("body, body *").flatMap((e) => {
        const style = getComputedStyle(e);
        const [red, green, blue, alpha = 1] = style.backgroundColor.match(/[\d.]+/g).map(Number);
        const ink = style.color.match(/[\d.]+/g).map(Number).slice(0, 3);
        const written = [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        return [
          ...(alpha > 0 && Math.min(red, green, blue) < 255 ? [`${name(e)} has a background`] : []),
          ...(written && Math.max(...ink) > 90 ? [`${name(e)} is not black`] : []),
        ];
      });
    },

    // On paper: pieces that may be cut in two although they fit on a page, and headings that may be left alone.
    loose() {
      const pieces = ".say > li, .turn, .pairs > li, .marks > li, .offers > li, .hits > li, tr, p, .words > div, .phase, .rule, .points > li";
      const held = (e) => e && (getComputedStyle(e).breakInside === "avoid" || held(e.parentElement));
      const cut = all(pieces).filter((e) => e.offsetHeight < 900 && !held(e));
      const alone = all("h1, h2, h3, h4, .section__head").filter((e) => getComputedStyle(e).breakAfter !== "avoid");
      return [...cut.map((e) => `may be cut: ${name(e)}`), ...alone.map((e) => `may be left alone: ${name(e)}`)];
    },
  };
})();

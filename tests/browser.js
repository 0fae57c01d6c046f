// What the browser tests ask a page, evaluated from outside in the page's own world: it works with scripts switched off.
({
  // What the page is: everything that does not depend on the size of the window.
  facts() {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ids = all("[id]").map((element) => element.id);
    const row = (list) => list.map((element) => element.outerHTML.slice(0, 120));
    return {
      language: document.documentElement.lang,
      title: document.title,
      text: document.body.textContent.replace(/\s+/g, " ").trim(),
      headings: all("h1, h2, h3, h4, h5, h6").map((h) => [Number(h.tagName[1]), h.textContent.replace(/\s+/g, " ").trim()]),
      ids,
      twice: ids.filter((id, index) => ids.indexOf(id) !== index),
      links: all("a[href], link[href]").map((link) => link.getAttribute("href")),
      switch: all("nav a[hreflang]").map((link) => [link.hreflang, link.getAttribute("href")]),
      active: row(all("script, iframe, object, embed, form, [style], style").concat(
        all("*").filter((element) => [...element.attributes].some((attribute) => attribute.name.startsWith("on"))))),
      scopeless: row(all("th:not([scope])")),
    };
  },

  // The text that paper must carry: all but what only a screen can use.
  words() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest(".skip, .tools")) words.push(walker.currentNode.data);
    }
    return words.join(" ");
  },

  // What is wrong with the page as it stands in this window: lists of complaints, each empty where all is well.
  look() {
    const width = document.documentElement.clientWidth;
    const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);
    const name = (element) => {
      const own = element.tagName.toLowerCase() + (element.id ? "#" + element.id : "");
      return own + [...element.classList].map((one) => "." + one).join("") + " '" + short(element.textContent) + "'";
    };
    // Elements with the same names above them look the same: one of each kind is measured.
    const kinds = new Map(), grounds = new Map(), measured = new Set();
    const memo = (map, make) => (element) => {
      if (!map.has(element)) map.set(element, make(element));
      return map.get(element);
    };
    const kind = memo(kinds, (element) => {
      const own = element.tagName + "." + element.className + (element.matches("th, td") ? element.cellIndex : "");
      return element === document.body ? own : kind(element.parentElement) + ">" + own;
    });
    // Hidden from the eye on purpose, and still read aloud: clipped away or moved off to the left.
    const offstage = (element) => {
      if (element === document.body) return false;
      const { clipPath, position } = getComputedStyle(element);
      const left = position === "absolute" && element.getBoundingClientRect().right <= 0;
      return left || clipPath === "inset(50%)" || offstage(element.parentElement);
    };

    const colour = (text) => {
      const numbers = /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(text);
      if (!numbers) throw new Error("a colour that this test cannot read: " + text);
      return [1, 2, 3, 4].map((index) => (numbers[index] === undefined ? 1 : Number(numbers[index])));
    };
    const over = ([r, g, b, a], ground) => [r, g, b].map((part, index) => part * a + ground[index] * (1 - a)).concat(1);
    const ground = memo(grounds, (element) => {
      const below = element.parentElement ? ground(element.parentElement) : canvas;
      return over(colour(getComputedStyle(element).backgroundColor), below);
    });
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const ratio = (one, other) => {
      const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
      return (high + 0.05) / (low + 0.05);
    };

    const found = { sideways: [], beyond: [], spilling: [], unseen: [], faint: [], fonts: [] };
    const loaded = new Set([...document.fonts].filter((face) => face.status === "loaded")
      .map((face) => face.family.replaceAll('"', "") + " " + face.weight + " " + face.style));
    const fonts = new Set(), faint = new Set();

    if (document.documentElement.scrollWidth > width) {
      found.sideways.push("the page: " + document.documentElement.scrollWidth + " > " + width);
    }
    for (const element of document.body.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if ((box.right > width + 0.5 || box.left < -0.5) && box.width && !offstage(element)) {
        found.beyond.push(name(element) + " from " + box.left + " to " + box.right + " in " + width);
      }
      // The padding of a marked word may hang over the end of its line; an inline box has no client width.
      if (element.clientWidth && element.scrollWidth > element.clientWidth + 6 && !offstage(element)) {
        found.spilling.push(name(element) + ": " + element.scrollWidth + " in " + element.clientWidth);
      }
    }

    const letter = (element, pseudo) => {
      const own = getComputedStyle(element, pseudo);
      const behind = pseudo ? over(colour(own.backgroundColor), ground(element)) : ground(element);
      const front = over(colour(own.color), behind);
      if (own.opacity !== "1" || getComputedStyle(element).backgroundImage !== "none") faint.add("not plain: " + name(element));
      const contrast = ratio(front, behind);
      if (contrast < 4.5) faint.add(contrast.toFixed(2) + ": " + (pseudo ?? "") + name(element));
      fonts.add(own.fontFamily.split(",")[0].replaceAll('"', "") + " " + own.fontWeight + " " + own.fontStyle);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim()) continue;
      const folded = element.closest("details:not([open])");
      if (folded && !element.closest("summary")) continue; // one press away; another test presses
      const range = document.createRange();
      range.selectNodeContents(node);
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !range.getClientRects().length) {
        found.unseen.push(short(node.data));
      } else if (!measured.has(kind(element))) {
        measured.add(kind(element));
        letter(element, null);
        for (const pseudo of ["::before", "::after"]) {
          if (!["none", "normal", '""'].includes(getComputedStyle(element, pseudo).content)) letter(element, pseudo);
        }
      }
    }
    found.faint = [...faint];
    found.fonts = [...fonts].filter((font) => !loaded.has(font));
    return found;
  },
})

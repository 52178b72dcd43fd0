/* Looks at a deck from inside: where it stands, and what is wrong with the slide it shows. */

(() => {
  const FRAME_SLACK = 1; // px; layout rounds
  const SMALLEST_TEXT = 24; // px on a slide of 1280 × 720
  const SMALLEST_FIGURE_TEXT = 20; // px; labels in a drawing are few words
  const SMALLEST_FIGURE = 160; // px; the longer side of a picture that had to shrink
  const TALLEST_TITLE = 200; // px
  const ROUNDING = 0.05; // px; a scale is seldom a round number
  const LONGEST_MOVE = 3000; // ms

  const frames = (count) =>
    count === 0
      ? Promise.resolve()
      : new Promise((done) => requestAnimationFrame(() => done(frames(count - 1))));

  /* Wait until fonts are there and nothing moves any more. */
  const settle = async () => {
    await document.fonts.ready;
    await frames(2);
    const moving = document
      .getAnimations()
      .filter((a) => a.playState === "running" && Number(a.effect.getComputedTiming().endTime) < Infinity);
    await Promise.race([
      Promise.all(moving.map((animation) => animation.finished.catch(() => null))),
      new Promise((done) => setTimeout(done, LONGEST_MOVE)),
    ]);
  };

  const slides = () => Reveal.getSlides();
  const current = () => Reveal.getCurrentSlide();

  /* Pictures have their size only when they are there. */
  const loadPictures = () =>
    Promise.all([...document.images].map((image) => image.decode().catch(() => null)));

  const titleOf = (slide) =>
    slide.querySelector("h1, h2, h3")?.textContent.trim() || slide.id || "without a title";

  /* The names that a link may use for a slide. */
  const idsOf = (slide) =>
    [slide, ...slide.querySelectorAll("[id]")].map((element) => element.id).filter(Boolean);

  const position = () => ({
    slide: slides().indexOf(current()),
    fragment: Reveal.getIndices().f ?? -1,
    title: titleOf(current()),
    last: Reveal.isLastSlide() && !Reveal.availableFragments().next,
  });

  const excerpt = (text) => {
    const words = text.trim().replace(/\s+/g, " ");
    return `“${words.slice(0, 30)}${words.length > 30 ? "…" : ""}”`;
  };

  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });

  /* The texts that the room reads: neither speaker notes nor words for screen readers alone. */
  const textsOf = (slide, withLinks = false) => {
    const unread = `aside.notes, title, desc, style${withLinks ? "" : ", .page-link"}`;
    const found = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = /** @type {Text} */ (walker.currentNode);
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest(unread)) continue;
      if (!isShown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      if (boxes.length) found.push({ text: node.data, parent, boxes });
    }
    return found;
  };

  /* `rule` says what was broken, `words` by what and by how much. */
  const fault = (rule, words) => ({ rule, words });

  const beyond = (box, frame) =>
    Math.round(
      Math.max(
        box.bottom - frame.bottom,
        box.right - frame.right,
        frame.top - box.top,
        frame.left - box.left,
      ),
    );

  /* Return what sticks out most: its neighbours have the same cause. */
  const worst = (boxes, frame) => {
    let found = { by: FRAME_SLACK };
    for (const { box, name } of boxes) {
      const by = beyond(box, frame);
      if (by > found.by) found = { by, name };
    }
    return found.name ? found : null;
  };

  const boxesOf = (slide, texts) => {
    const boxes = texts.flatMap(({ text, boxes }) =>
      boxes.map((box) => ({ box, name: `the text ${excerpt(text)}` })),
    );
    for (const element of slide.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && isShown(element) && !element.closest("svg svg, svg *")) {
        boxes.push({ box, name: `<${element.localName}> ${excerpt(element.textContent)}` });
      }
    }
    return boxes;
  };

  /* A slide that is larger than its frame, or holds something outside it. */
  const outsideFrame = (slide, texts) => {
    const frame = document.querySelector(".reveal .slides").getBoundingClientRect();
    const { width, height } = Reveal.getConfig();
    const thing = worst(boxesOf(slide, texts), frame);
    const name = thing ? `: ${thing.name} sticks out` : "";
    /** @type {[number, string][]} */
    const beyond = [
      [slide.scrollHeight - height, "high"],
      [slide.scrollWidth - width, "wide"],
    ];
    const large = beyond
      .filter(([by]) => by > FRAME_SLACK)
      .map(([by, way]) => fault(way, `the slide is ${by} px too ${way}${name}`));
    if (large.length || !thing) return large;
    return [fault("outside", `${thing.name} is outside the frame by ${thing.by} px`)];
  };

  const cut = (slide) =>
    [...slide.querySelectorAll("*")]
      .filter((element) => !element.closest("aside.notes") && element.clientWidth > 1)
      .flatMap((element) => {
        const style = getComputedStyle(element);
        /** @type {[string, number][]} */
        const ways = [
          [style.overflowX, element.scrollWidth - element.clientWidth],
          [style.overflowY, element.scrollHeight - element.clientHeight],
        ];
        return ways
          .filter(([overflow, by]) => overflow !== "visible" && by > FRAME_SLACK)
          .map(([, by]) =>
            fault("cut", `<${element.localName}> ${excerpt(element.textContent)} is cut by ${by} px`),
          );
      });

  const outsideDrawing = (texts) =>
    texts.flatMap(({ text, parent, boxes }) => {
      const drawing = parent.closest("svg")?.getBoundingClientRect();
      const named = boxes.map((box) => ({ box, name: `the label ${excerpt(text)}` }));
      const thing = drawing && worst(named, drawing);
      return thing ? [fault("label", `${thing.name} is outside its figure by ${thing.by} px`)] : [];
    });

  /* A heading leaves room for what it announces: three lines, and the kind of a box above. */
  const longTitle = (slide) => {
    const heading = slide.querySelector(":scope > :is(h1, h2, h3)");
    if (!heading || getComputedStyle(heading).position === "absolute") return [];
    const most = Math.max(TALLEST_TITLE, Number.parseFloat(getComputedStyle(heading).flexBasis) || 0);
    const tall = Math.round(Math.max(heading.scrollHeight, heading.offsetHeight));
    return tall > most ? [fault("title", `the title is ${tall} px high, ${most} px is the most`)] : [];
  };

  const tooSmall = (texts) => {
    const smallest = new Map();
    for (const { text, parent } of texts) {
      if (parent.closest("sub, sup, math")) continue;
      const figure = parent.closest("svg") !== null;
      const scale = figure ? parent.getScreenCTM().a : Reveal.getScale();
      const size = Number.parseFloat(getComputedStyle(parent).fontSize) * scale;
      const limit = figure ? SMALLEST_FIGURE_TEXT : SMALLEST_TEXT;
      const known = smallest.get(limit);
      if (size < limit - ROUNDING && !(known?.size <= size)) smallest.set(limit, { size, text });
    }
    return [...smallest].map(([limit, { size, text }]) =>
      fault(
        limit === SMALLEST_TEXT ? "small" : "small-label",
        `the text ${excerpt(text)} is ${size.toFixed(1)} px high, ${limit} px is the least`,
      ),
    );
  };

  /* A picture gives way to what stands beside it: it must not vanish. */
  const shrunk = (slide) =>
    [...slide.querySelectorAll("img, .figure-svg svg")].filter(isShown).flatMap((picture) => {
      const own = picture.viewBox?.baseVal ?? {
        width: picture.naturalWidth,
        height: picture.naturalHeight,
      };
      const { width, height } = picture.getBoundingClientRect();
      const scale = Math.min(width / own.width, height / own.height) / Reveal.getScale();
      const longer = Math.round(scale * Math.max(own.width, own.height));
      const name = excerpt(picture.alt ?? picture.querySelector("title").textContent);
      return scale < 1 && longer < SMALLEST_FIGURE
        ? [fault("shrunk", `the picture ${name} is only ${longer} px long, ${SMALLEST_FIGURE} px is the least`)]
        : [];
    });

  /* The deck's own furniture must not lie on what the room reads; nor the code of a page. */
  const covered = (texts) => {
    const furniture = document.querySelectorAll(
      ".reveal section.present > :is(.page-link, .page-address), .reveal > .slide-number, " +
        ".reveal > .controls button",
    );
    return [...furniture].filter(isShown).flatMap((thing) => {
      const own = thing.getBoundingClientRect();
      const hit = texts.find(({ parent, boxes }) =>
        !thing.contains(parent) &&
        boxes.some(
          (box) =>
            box.left < own.right - FRAME_SLACK &&
            own.left < box.right - FRAME_SLACK &&
            box.top < own.bottom - FRAME_SLACK &&
            own.top < box.bottom - FRAME_SLACK,
        ),
      );
      const name = thing.getAttribute("aria-label") ?? thing.className;
      return hit ? [fault("covered", `${excerpt(name)} covers the text ${excerpt(hit.text)}`)] : [];
    });
  };

  const faults = (slide) => {
    const texts = textsOf(slide);
    return [
      ...outsideFrame(slide, texts),
      ...longTitle(slide),
      ...cut(slide),
      ...outsideDrawing(texts),
      ...tooSmall(texts),
      ...shrunk(slide),
      ...covered(texts),
      ...(texts.length ? [] : [fault("empty", "the slide shows no text")]),
    ];
  };

  /* Each way in which a slide can be shown: its fragments, then what can be opened on it. */
  async function* views(slide) {
    const { h, v } = Reveal.getIndices(slide);
    Reveal.slide(h, v, -1);
    await frames(1);
    yield;
    while (Reveal.availableFragments().next) {
      Reveal.nextFragment();
      yield;
    }
    const closed = [...slide.querySelectorAll("details:not([open])")];
    for (const details of closed) {
      details.open = true;
      yield;
    }
    for (const details of closed) details.open = false;
    for (const tab of slide.querySelectorAll(".sd-tab-set > input:not(:checked)")) {
      const before = tab.parentElement.querySelector(":scope > input:checked");
      tab.checked = true;
      yield;
      if (before) before.checked = true;
    }
  }

  /* Look at every slide of the deck in every way. */
  const inspect = async () => {
    await loadPictures();
    await settle();
    const seen = [];
    for (const slide of slides()) {
      const found = new Map();
      let shown = 0;
      for await (const _ of views(slide)) {
        shown += 1;
        for (const one of [...faults(slide), ...deck.contrasts(slide)]) found.set(one.words, one);
      }
      seen.push({
        title: titleOf(slide),
        place: slide.dataset.place ?? "",
        views: shown,
        faults: [...found.values()],
      });
    }
    return seen;
  };

  /* What Tab could reach although nobody sees it. */
  const TABBED = ".slides :is(a[href], button, input, select, summary, [tabindex])";
  const reachableElsewhere = () =>
    [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(TABBED))]
      .filter((element) => {
        const slide = element.closest(".slides section");
        return !slide.contains(current()) && slide !== current() && !element.closest("[inert]");
      })
      .filter((element) => element.tabIndex >= 0 && isShown(element))
      .map((element) => `${excerpt(element.textContent)} of the slide ${titleOf(element.closest("section"))}`);

  window.deck = {
    settle,
    slides,
    current,
    titleOf,
    idsOf,
    position,
    faults,
    inspect,
    reachableElsewhere,
    textsOf,
    excerpt,
  };
})();

/* Looks at a deck from inside: where it stands, and what is wrong with the slide it shows. */

(() => {
  const FRAME_SLACK = 1; // px; layout rounds
  const SMALLEST_TEXT = 24; // px on a slide of 1280 × 720
  const SMALLEST_FIGURE_TEXT = 20; // px; labels in a drawing are few words
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
      .filter((a) => a.playState === "running" && a.effect.getComputedTiming().endTime < Infinity);
    await Promise.race([
      Promise.all(moving.map((animation) => animation.finished.catch(() => null))),
      new Promise((done) => setTimeout(done, LONGEST_MOVE)),
    ]);
  };

  const slides = () => Reveal.getSlides();
  const current = () => Reveal.getCurrentSlide();

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
  const textsOf = (slide) => {
    const found = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      if (!node.data.trim() || parent.closest("aside.notes, title, desc, style, .page-link")) continue;
      if (!isShown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      if (boxes.length) found.push({ text: node.data, parent, boxes });
    }
    return found;
  };

  const beyond = (box, frame) =>
    Math.round(
      Math.max(
        box.bottom - frame.bottom,
        box.right - frame.right,
        frame.top - box.top,
        frame.left - box.left,
      ),
    );

  /* Name the one that sticks out most: its neighbours have the same cause. */
  const outside = (boxes, frame, what) => {
    let worst = { by: FRAME_SLACK, name: "" };
    for (const { box, name } of boxes) {
      const by = beyond(box, frame);
      if (by > worst.by) worst = { by, name };
    }
    return worst.name ? [`${worst.name} ${what} by ${worst.by} px`] : [];
  };

  const tooLarge = (slide) => {
    const { width, height } = Reveal.getConfig();
    return [
      [slide.scrollHeight - height, "high"],
      [slide.scrollWidth - width, "wide"],
    ]
      .filter(([by]) => by > FRAME_SLACK)
      .map(([by, way]) => `the slide is ${by} px too ${way}`);
  };

  const cut = (slide) =>
    [...slide.querySelectorAll("*")]
      .filter((element) => !element.closest("aside.notes") && element.clientWidth > 1)
      .flatMap((element) => {
        const style = getComputedStyle(element);
        return [
          [style.overflowX, element.scrollWidth - element.clientWidth],
          [style.overflowY, element.scrollHeight - element.clientHeight],
        ]
          .filter(([overflow, by]) => overflow !== "visible" && by > FRAME_SLACK)
          .map(([, by]) => `<${element.localName}> ${excerpt(element.textContent)} is cut by ${by} px`);
      });

  const outsideFrame = (slide, texts) => {
    const frame = document.querySelector(".reveal .slides").getBoundingClientRect();
    const boxes = texts.flatMap(({ text, boxes }) =>
      boxes.map((box) => ({ box, name: `the text ${excerpt(text)}` })),
    );
    for (const element of slide.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      if (box.width > 1 && box.height > 1 && isShown(element) && !element.closest("svg svg, svg *")) {
        boxes.push({ box, name: `<${element.localName}> ${excerpt(element.textContent)}` });
      }
    }
    return outside(boxes, frame, "is outside the frame");
  };

  const outsideDrawing = (texts) =>
    texts.flatMap(({ text, parent, boxes }) => {
      const drawing = parent.closest("svg")?.getBoundingClientRect();
      const named = boxes.map((box) => ({ box, name: `the label ${excerpt(text)}` }));
      return drawing ? outside(named, drawing, "is outside its figure") : [];
    });

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
    return [...smallest].map(
      ([limit, { size, text }]) =>
        `the text ${excerpt(text)} is ${size.toFixed(1)} px high, ${limit} px is the least`,
    );
  };

  /* The deck's own furniture must not lie on what the room reads. */
  const covered = (texts) => {
    const furniture = document.querySelectorAll(
      ".reveal section.present > .page-link, .reveal > .slide-number, .reveal > .controls button",
    );
    return [...furniture].filter(isShown).flatMap((thing) => {
      const own = thing.getBoundingClientRect();
      const hit = texts.find(({ boxes }) =>
        boxes.some(
          (box) =>
            box.left < own.right - FRAME_SLACK &&
            own.left < box.right - FRAME_SLACK &&
            box.top < own.bottom - FRAME_SLACK &&
            own.top < box.bottom - FRAME_SLACK,
        ),
      );
      const name = thing.getAttribute("aria-label") ?? thing.className;
      return hit ? [`${excerpt(name)} covers the text ${excerpt(hit.text)}`] : [];
    });
  };

  const faults = (slide) => {
    const texts = textsOf(slide);
    return [
      ...tooLarge(slide),
      ...cut(slide),
      ...outsideFrame(slide, texts),
      ...outsideDrawing(texts),
      ...tooSmall(texts),
      ...covered(texts),
      ...(texts.length ? [] : ["the slide shows no text"]),
    ];
  };

  /* What Tab could reach although nobody sees it. */
  const reachableElsewhere = () =>
    [...document.querySelectorAll(".slides :is(a[href], button, input, select, summary, [tabindex])")]
      .filter((element) => {
        const slide = element.closest(".slides section");
        return !slide.contains(current()) && slide !== current() && !element.closest("[inert]");
      })
      .filter((element) => element.tabIndex >= 0 && isShown(element))
      .map((element) => `${excerpt(element.textContent)} of the slide ${titleOf(element.closest("section"))}`);

  window.deck = { settle, slides, current, titleOf, idsOf, position, faults, reachableElsewhere };
})();

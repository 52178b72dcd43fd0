/* Measures the contrast of every text of a slide with what is behind it: 7:1 is the least.

   A deck is read from the back of a room, so large text gets no discount.  Checkers of pages can't
   tell what is behind a slide, whose parts lie on top of each other; here its look is known. */

(() => {
  const LEAST = 7;
  const SHAPES = "rect, circle, ellipse, path, polygon";
  const OUT_OF_SIGHT = "defs, clipPath, mask, marker, pattern, symbol";

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();

  /* Any colour that a browser can name, as [red, green, blue, opacity]. */
  /** @returns {[number, number, number, number]} */
  const parse = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };

  const over = ([red, green, blue, alpha], below) =>
    [red, green, blue].map((value, at) => value * alpha + below[at] * (1 - alpha));

  const luminance = (colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  /* What is known of elements, until a view or a theme changes. */
  const backs = new Map();
  const fades = new Map();

  const forget = () => {
    backs.clear();
    fades.clear();
  };

  /* Each element is laid over what is behind it. */
  const behindElement = (element) => {
    if (!element) return [255, 255, 255];
    if (!backs.has(element)) {
      const own = parse(getComputedStyle(element).backgroundColor);
      backs.set(element, over(own, behindElement(element.parentElement)));
    }
    return backs.get(element);
  };

  const opacityOf = (element) => {
    if (!element || element.localName === "section") return 1;
    if (!fades.has(element)) {
      const own = Number(getComputedStyle(element).opacity);
      fades.set(element, own * opacityOf(element.parentElement));
    }
    return fades.get(element);
  };

  /** @returns {[number, number, number, number]} */
  const faded = (element, [red, green, blue, alpha]) => [
    red,
    green,
    blue,
    alpha * opacityOf(element),
  ];

  /* In a drawing, the shapes that were drawn before a label lie behind it. */
  const behindLabel = (label, { x, y }) => {
    const drawing = label.closest("svg");
    let below = behindElement(drawing);
    for (const shape of drawing.querySelectorAll(SHAPES)) {
      const earlier = shape.compareDocumentPosition(label) & Node.DOCUMENT_POSITION_FOLLOWING;
      const style = getComputedStyle(shape);
      if (!earlier || shape.closest(OUT_OF_SIGHT) || /none|url/.test(style.fill)) continue;
      const point = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      if (!shape.isPointInFill(point)) continue;
      const [red, green, blue, alpha] = parse(style.fill);
      below = over(faded(shape, [red, green, blue, alpha * Number(style.fillOpacity)]), below);
    }
    return below;
  };

  const middle = ({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 });

  const judge = (parent, colour, below, text) => {
    const found = ratio(over(faded(parent, colour), below), below);
    return found < LEAST - 0.005 ? [{ found, text }] : [];
  };

  const ofText = ({ text, parent, boxes }) => {
    const style = getComputedStyle(parent);
    if (!parent.closest("svg")) return judge(parent, parse(style.color), behindElement(parent), text);
    return boxes.flatMap((box) =>
      judge(parent, parse(style.fill), behindLabel(parent, middle(box)), text),
    );
  };

  /* Bullets, numbers and letters that the look puts before a text. */
  const ofMarks = (slide) =>
    [...slide.querySelectorAll(":not(svg *, aside.notes *)")].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true })) return [];
      const marks = [];
      const before = getComputedStyle(element, "::before");
      if (/["(]./.test(before.content.replace('""', ""))) marks.push(before);
      if (getComputedStyle(element).display === "list-item") {
        marks.push(getComputedStyle(element, "::marker"));
      }
      return marks.flatMap(({ color }) =>
        judge(element, parse(color), behindElement(element), `the mark before ${element.textContent}`),
      );
    });

  /* Name the faintest text of a slide, in the colours that it has now. */
  const contrast = (slide, texts) => {
    forget();
    const faint = [...texts.flatMap(ofText), ...ofMarks(slide)].sort((a, b) => a.found - b.found)[0];
    if (!faint) return [];
    const theme = document.body.dataset.theme;
    const words = `the text ${deck.excerpt(faint.text)} has a contrast of ${faint.found.toFixed(1)} to 1`;
    return [{ rule: "contrast", words: `${words} in the ${theme} theme, ${LEAST} to 1 is the least` }];
  };

  /* The same in light and in dark.  The other theme stays, since each change costs as much as
     all the measuring; colours move nothing, so that the texts are found once. */
  const contrasts = (slide) => {
    const furniture = document.querySelector(".reveal .slide-number");
    const texts = [slide, furniture].filter(Boolean).flatMap((part) => deck.textsOf(part, true));
    const found = contrast(slide, texts);
    document.body.dataset.theme = document.body.dataset.theme === "dark" ? "light" : "dark";
    return [...found, ...contrast(slide, texts)];
  };

  Object.assign(window.deck, { contrasts });
})();

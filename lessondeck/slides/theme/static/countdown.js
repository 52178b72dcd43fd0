/* Clocks that run down: for polls, exercises, labs and breaks.  They start, pause and go on by
   their button or by a key, and can be set back.  The speaker's window shows the same clock. */

"use strict";

{
  const KEY_C = 67;
  const KEY_R = 82;
  const TICK = 200; // ms

  const asClock = (seconds) =>
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  const isFromDisk = location.protocol === "file:";
  const windows = isFromDisk ? null : new BroadcastChannel(`clocks of ${location.pathname}`);

  class Countdown {
    constructor(element, number) {
      this.element = element;
      this.number = number;
      this.button = element.querySelector(".countdown-start");
      this.back = element.querySelector(".countdown-reset");
      this.clock = element.querySelector(".countdown-clock");
      this.said = element.querySelector("[role=status]");
      this.label = this.button.innerHTML;
      this.atRest = this.clock.textContent;
      this.button.addEventListener("click", ({ detail }) => {
        this.tell((clock) => clock.toggle());
        /* After a click of the mouse, the space bar belongs to the slides again. */
        if (detail) this.button.blur();
      });
      this.back.addEventListener("click", ({ detail }) => {
        this.tell((clock) => clock.reset());
        if (!detail) this.button.focus();
      });
      this.reset();
    }

    /* Do what the speaker wants, here and in the other windows. */
    tell(action) {
      action(this);
      const { number, left } = this;
      windows?.postMessage({ number, left, state: this.element.dataset.state });
    }

    follow({ left, state }) {
      if (state === "waiting") {
        this.reset();
        return;
      }
      this.stop();
      this.left = left;
      this.start();
      if (state === "paused") this.pause();
    }

    reset() {
      this.stop();
      this.left = this.element.dataset.seconds * 1000;
      this.clock.textContent = this.atRest;
      this.button.innerHTML = this.label;
      this.show("waiting");
    }

    toggle() {
      if (this.ticking) this.pause();
      else if (this.left > 0) this.start();
      else this.reset();
    }

    start() {
      this.end = Date.now() + this.left;
      this.ticking = setInterval(() => this.tick(), TICK);
      this.button.textContent = "Pause";
      this.show("running");
      this.tick();
    }

    pause() {
      this.stop();
      this.button.textContent = "Go on";
      this.show("paused");
    }

    tick() {
      this.left = Math.max(0, this.end - Date.now());
      this.clock.textContent = asClock(Math.ceil(this.left / 1000));
      if (this.left > 0) return;
      this.stop();
      this.button.textContent = "Again";
      this.show("over");
    }

    stop() {
      clearInterval(this.ticking);
      this.ticking = null;
    }

    show(state) {
      this.element.dataset.state = state;
      this.back.hidden = state !== "paused";
      this.said.textContent = state === "over" ? "Time is up." : "";
    }
  }

  const clocks = [...document.querySelectorAll(".countdown")].map(
    (element, number) => new Countdown(element, number),
  );

  windows?.addEventListener("message", ({ data }) => clocks[data.number].follow(data));

  const onSlide = () =>
    clocks.find(({ element }) => Reveal.getCurrentSlide().contains(element));

  lessonDeck.add(
    {
      group: "Time and notes",
      keys: "C",
      code: KEY_C,
      label: "Start or pause the slide’s clock",
      run: () => onSlide()?.tell((clock) => clock.toggle()),
    },
    {
      group: "Time and notes",
      keys: "R",
      code: KEY_R,
      label: "Set the slide’s clock back",
      run: () => onSlide()?.tell((clock) => clock.reset()),
    },
  );
}

// The keyboard.

const typing = (target) => target.closest("input, select, textarea, dialog") !== null;

/** Listens; each action is called for its key, unless something is being typed. */
export function listen(actions) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !event.target.closest("dialog")) {
      actions.escape();
      return;
    }
    if (typing(event.target)) return;
    const list = document.querySelector("main.split:not([hidden])") !== null;
    const everywhere = { "/": actions.search, p: actions.pause, 1: () => actions.view(0), 2: () => actions.view(1), 3: () => actions.view(2), 4: () => actions.view(3), 5: () => actions.view(4), 6: () => actions.view(5), 7: () => actions.view(6) };
    const inList = {
      j: () => actions.move(1),
      k: () => actions.move(-1),
      ArrowDown: () => actions.move(1),
      ArrowUp: () => actions.move(-1),
      Enter: event.target.closest("button, summary, a") && !event.target.closest(".row, .incident") ? null : actions.read,
    };
    const action = everywhere[event.key] ?? (list ? inList[event.key] : null);
    const inDetail = event.target.closest(".detail") && event.key.startsWith("Arrow");
    if (action && !inDetail) {
      event.preventDefault();
      action();
    }
  });
}

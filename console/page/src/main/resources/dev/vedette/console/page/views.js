// Which of the page's views is shown. The address says it, so that a view can be linked to and gone back to.

const VIEWS = ["incidents", "findings", "answers", "nodes", "images", "replay", "neighbours"];

/** The view, and what of it: `#incidents/` and an id. */
const named = () => {
  const [name, id = ""] = location.hash.slice(1).split("/");
  return VIEWS.includes(name) ? [name, decode(id)] : [VIEWS[0], ""];
};

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Shows the view that the address names, now and whenever it changes; `shown` gets its name and what of it, "" for all. */
export function followAddress(shown) {
  const show = () => {
    const [name, id] = named();
    for (const view of VIEWS) {
      document.getElementById(`view-${view}`).hidden = view !== name;
    }
    for (const link of document.querySelectorAll(".views a")) {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    shown(name, id);
  };
  addEventListener("hashchange", show);
  show();
}

export function goTo(number) {
  if (VIEWS[number]) location.hash = VIEWS[number];
}

/** Whether a view is the one that is shown. */
export const isShown = (view) => named()[0] === view;

/** Has the address say what is read, without a step back for each. */
export function address(view, id) {
  if (isShown(view)) history.replaceState(null, "", id ? `#${view}/${encodeURIComponent(id)}` : `#${view}`);
}

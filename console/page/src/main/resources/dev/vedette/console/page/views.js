// Which of the page's views is shown. The address says it, so that a view can be linked to and gone back to.

const VIEWS = ["findings", "answers", "nodes", "images"];

const named = () => {
  const name = location.hash.slice(1);
  return VIEWS.includes(name) ? name : "findings";
};

/** Shows the view that the address names, now and whenever it changes; `shown` gets its name. */
export function followAddress(shown) {
  const show = () => {
    const name = named();
    for (const view of VIEWS) {
      document.getElementById(`view-${view}`).hidden = view !== name;
    }
    for (const link of document.querySelectorAll(".views a")) {
      if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    shown(name);
  };
  addEventListener("hashchange", show);
  show();
}

export function goTo(number) {
  if (VIEWS[number]) location.hash = VIEWS[number];
}

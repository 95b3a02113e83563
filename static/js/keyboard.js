// The desk without a mouse: what others built for a pointer (Django's calendar and clock, the text editor's lists).

// Tab leaves a text, wherever one stands in it. In a list the editor would nest the item, and Shift+Tab, the way to the
// toolbar, would take it out of its list.
document.addEventListener("keydown", (event) => {
  if (event.key === "Tab" && event.target.closest(".ProseMirror")) event.stopPropagation();
}, true);

// In a box of several choices Backspace takes the last one away: with the cross that clears them all, it cleared them all.
document.querySelectorAll("select[multiple][data-allow-clear]").forEach((box) => (box.dataset.allowClear = "false"));

// A calendar or a clock stands at the end of the page: the focus goes into it, stays there, and comes back to its link.
{
  const BOXES = ".calendarbox, .clockbox";
  const LINKS = "[id^=calendarlink], [id^=clocklink]";
  const WEEK = 7; // days
  let opener = null;
  const isOpen = (box) => box.checkVisibility();
  const open = (link) => {
    const box = document.getElementById(link.id.replace("link", "box"));
    if (!isOpen(box)) return;
    opener = link;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", link.firstElementChild.title);
    (box.querySelector(".selected a, .today a") ?? box.querySelector("a")).focus();
  };
  // Whatever closed the box: its Cancel, Escape, or a choice, which Django follows into the text field.
  const comeBack = () => {
    if (!opener || [...document.querySelectorAll(BOXES)].some(isOpen)) return;
    if (document.activeElement === document.body || document.activeElement.closest(BOXES)) opener.focus();
    opener = null;
  };
  const step = (links, event) => {
    const right = document.dir === "rtl" ? -1 : 1;
    const days = { ArrowUp: -WEEK, ArrowDown: WEEK, ArrowRight: right, ArrowLeft: -right }[event.key];
    const there = links[links.indexOf(event.target) + days];
    if (!there) return;
    event.preventDefault();
    there.focus();
  };
  const wrap = (links, event) => {
    const [edge, other] = event.shiftKey ? [links[0], links.at(-1)] : [links.at(-1), links[0]];
    if (event.target !== edge) return;
    event.preventDefault();
    other.focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest(LINKS);
    setTimeout(() => (link ? open(link) : comeBack()));
  }, true);
  document.addEventListener("keyup", (event) => event.key === "Escape" && setTimeout(comeBack));
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest(BOXES);
    if (!box) return;
    if (event.key === "Tab") wrap([...box.querySelectorAll("a")], event);
    else if (event.target.closest("td")) step([...box.querySelectorAll("td a")], event);
  });
}

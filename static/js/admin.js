// Boxes that the admin draws without a name (a screen reader needs the label of their field), and buttons in English.
document.addEventListener("DOMContentLoaded", () => {
  const UNNAMED = ".ProseMirror[contenteditable], .datetime input, .select2-search__field";
  const name = (box) => {
    const label = box.closest(".fieldBox, .form-row")?.querySelector("label");
    const part = box.closest(".datetime") ? box.previousSibling?.textContent ?? "" : "";
    if (label) box.setAttribute("aria-label", `${label.textContent} ${part}`.replaceAll(":", "").replace(/\s+/g, " ").trim());
  };
  // The text editor's buttons are in English whatever the language: their words come with Django's own (core/editor_words.py).
  const inOurWords = (part) => {
    part.dataset.told = "";
    if (part.title) part.title = part.ariaLabel = window.gettext(part.title);
    else part.textContent = window.gettext(part.textContent);
  };
  const ENGLISH = ".prose-menubar [title]:not([data-told]), .prose-menubar__option > :not([data-told])";
  const nameAll = () => {
    document.querySelectorAll(UNNAMED).forEach((box) => box.hasAttribute("aria-label") || name(box));
    if (window.gettext) document.querySelectorAll(ENGLISH).forEach(inOurWords);
  };
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
});

// A cell of the matrix leads to a text: what is typed next belongs into its box, a rich one too. The browser looks for the
// anchor until everything is loaded, and takes the focus away once more when it finds it.
window.addEventListener("load", () => {
  const asked = document.getElementById(location.hash.slice(1).replace(/_helptext$/, ""));
  const box = asked?.closest(".prose-editor")?.querySelector(".ProseMirror[contenteditable]") ?? asked;
  box?.closest("details")?.setAttribute("open", "");
  setTimeout(() => box?.focus());
});

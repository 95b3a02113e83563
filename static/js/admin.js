// Boxes that the admin draws without a name (a screen reader needs the label of their field), and buttons in English.
document.addEventListener("DOMContentLoaded", () => {
  const UNNAMED = ".ProseMirror[contenteditable], .datetime input, .select2-search__field";
  const name = (box) => {
    const label = box.closest(".fieldBox, .form-row")?.querySelector("label");
    const part = box.closest(".datetime") ? box.previousSibling?.textContent ?? "" : "";
    if (label) box.setAttribute("aria-label", `${label.textContent} ${part}`.replaceAll(":", "").replace(/\s+/g, " ").trim());
  };
  // A box with one choice is called by what is chosen only: by nothing, when nothing is.
  const nameChoice = (box) => {
    const label = box.closest(".fieldBox, .form-row")?.querySelector("label");
    box.dataset.told = "";
    if (!label) return;
    label.id ||= `${label.htmlFor}_label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
    box.firstElementChild.setAttribute("aria-labelledby", label.id);
  };
  // The text editor's buttons are in English whatever the language: their words come with Django's own (core/editor_words.py).
  const inOurWords = (part) => {
    part.dataset.told = "";
    part.title = part.ariaLabel = window.gettext(part.title);
    if (!part.matches(".material-icons")) return;
    const icon = document.createElement("span"); // drawn by letters that are no words: "format_list_bulleted"
    icon.ariaHidden = "true";
    icon.append(...part.childNodes);
    part.append(icon);
  };
  const ENGLISH = ".prose-menubar [title]:not([data-told])";
  // Which of them hold for the place one stands in is a colour to the editor.
  const TOGGLES = '[data-name]:not([data-name^="history"], [data-name$="link"], [data-name$="Properties"])';
  const inWords = (bar) => {
    const say = () => {
      bar.querySelectorAll(TOGGLES).forEach((b) => b.setAttribute("aria-pressed", b.matches(".active")));
      bar.querySelectorAll("[data-name]").forEach((b) => b.setAttribute("aria-disabled", b.matches(".disabled")));
    };
    new MutationObserver(say).observe(bar, { attributeFilter: ["class"], subtree: true });
    bar.dataset.told = "";
    say();
  };
  // A link without an address that the site prints would be no link (core/richtext.py).
  const ADDRESS = /^\s*((https?:\/\/|mailto:|tel:)\S|(?![a-z][a-z\d+.-]*:)\S)/i;
  const nameDialog = (box) => {
    box.ariaLabel = box.querySelector("h3").textContent;
    const address = box.querySelector("[name=href]");
    if (!address) return;
    address.dir = "ltr";
    const judge = () => address.setCustomValidity(
      ADDRESS.test(address.value) ? "" : window.gettext("Write an address: https://…, mailto:… or tel:…"));
    address.addEventListener("input", judge);
    judge();
  };
  const nameAll = () => {
    document.querySelectorAll(UNNAMED).forEach((box) => box.hasAttribute("aria-label") || name(box));
    document.querySelectorAll(".select2-selection--single:not([data-told])").forEach(nameChoice);
    document.querySelectorAll(".prose-menubar:not([data-told])").forEach(inWords);
    document.querySelectorAll(".prose-editor-dialog:not([aria-label])").forEach(nameDialog);
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

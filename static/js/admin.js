// Boxes that the admin draws without a name: a screen reader needs the label of their field.
document.addEventListener("DOMContentLoaded", () => {
  const UNNAMED = ".ProseMirror[contenteditable], .datetime input, .select2-search__field";
  const name = (box) => {
    const label = box.closest(".fieldBox, .form-row")?.querySelector("label");
    const part = box.closest(".datetime") ? box.previousSibling?.textContent ?? "" : "";
    if (label) box.setAttribute("aria-label", `${label.textContent} ${part}`.replaceAll(":", "").replace(/\s+/g, " ").trim());
  };
  const nameAll = () => document.querySelectorAll(UNNAMED).forEach((box) => box.hasAttribute("aria-label") || name(box));
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
  nameAll();
});

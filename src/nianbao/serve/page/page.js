document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("#again").addEventListener("click", () => window.location.replace("/"));
  // The keys go to the terminal from the first picture on, without a click.
  new MutationObserver((_, watcher) => {
    if (!document.body.classList.contains("-first-byte")) return;
    watcher.disconnect();
    document.querySelector(".xterm-helper-textarea").focus();
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});

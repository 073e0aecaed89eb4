"""The desk: the office's work in the browser. How a page is added: CONTRIBUTING.md."""

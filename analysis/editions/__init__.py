"""Published editions: frozen, readable anywhere, made again by anyone. See docs/editions.md."""

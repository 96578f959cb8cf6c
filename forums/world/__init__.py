"""Found by the world: what search engines, feed readers and other sites are given. All of it as a visitor may see it."""

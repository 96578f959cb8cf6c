"""What an event of spaces changes of the pages kept for visitors. See core.pagecache."""

from core.pagecache import facts

facts.subject("space", lambda ids: [f"space:{space}" for space in ids])
facts.whole_site("spaces.SpaceChanged")  # who may see it, and what it looks like

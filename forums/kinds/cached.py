"""Which pages of kinds are kept for visitors, and what they show. See core.pagecache."""

from core.pagecache import page

page("forums:roadmap")
page("forums:space_roadmap")
page("forums:ideas", "status", "after")
page("forums:space_ideas", "status", "after")

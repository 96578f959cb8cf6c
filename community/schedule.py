"""The timetable: everything that runs by the clock, and why. Times are in UTC."""

from typing import Any

from celery.schedules import crontab

TIMETABLE: dict[str, dict[str, Any]] = {
    # Tells /readyz that beat and a worker are alive; a stale one is worth nothing.
    "community.heartbeat": {
        "task": "community.heartbeat",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    # Opens discussions and votes, and counts them; ballots themselves are held to their dates by the database.
    "governance.advance_proposals": {
        "task": "governance.advance_proposals",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Who has not accepted a policy that asks for it hears of it, at once and twice more; a batch of members at a time.
    "governance.tell_of_acceptance": {
        "task": "governance.tell_of_acceptance",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Writes the public file of a vote some moments after its count.
    "governance.write_tally_files": {
        "task": "governance.write_tally_files",
        "schedule": 20.0,
        "options": {"expires": 20},
    },
    # Who has voted and who was shown the ballot, in votes that are open: counted here, so that no page counts.
    "governance.count_turnout": {
        "task": "governance.count_turnout",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    # Pictures nothing came to use, eight days after they were brought; at night, since it reads folders.
    "uploads.sweep_unused": {
        "task": "uploads.sweep_unused",
        "schedule": crontab(hour=3, minute=40),
    },
    # Moves what consenting people read from Valkey into the table, in batches, and adds up the nameless page counts.
    "analytics.write_touches": {
        "task": "analytics.write_touches",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    # Counts again the hours and days in which something changed; pages count those from their rows meanwhile.
    "analytics.refresh_rollups": {
        "task": "analytics.refresh_rollups",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Leads who were silent for long fall back a stage; new follows and posts are looked up; at night.
    "analytics.tend_leads": {
        "task": "analytics.tend_leads",
        "schedule": crontab(hour=3, minute=20),
    },
    # Trust levels rise (and, after a warning, fall) by what members did; once a night, before people look.
    "accounts.settle_trust": {
        "task": "accounts.settle_trust",
        "schedule": crontab(hour=2, minute=50),
    },
    # When members were last active, from their sessions to them: one statement, so that no page writes it.
    "accounts.note_activity": {
        "task": "accounts.note_activity",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Keeps the figures of a month as they were reported, once its last waiting window has closed; notes where closed months differ by now, and why; fits the contacts before and after.
    "analytics.freeze_months": {
        "task": "analytics.freeze_months",
        "schedule": crontab(hour=4, minute=10),
    },
    # Whether members get less of one another as their space grows, over the weeks that are over; where they do, a split is worked out.
    "analytics.watch_sizes": {
        "task": "analytics.watch_sizes",
        "schedule": crontab(day_of_week=1, hour=4, minute=30),
    },
    # Splits of spaces whose worker died, or that were not handed over.
    "analytics.run_splits": {
        "task": "analytics.run_splits",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Reports whose hour has come where their reader is, and those that could not be sent before.
    "analytics.send_reports": {
        "task": "analytics.send_reports",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # More new conversations than the same hours usually have? A few minutes past the hour, when all of it is written.
    "analytics.watch_surges": {
        "task": "analytics.watch_surges",
        "schedule": crontab(minute=4),
    },
    # Does a space hang on one person? Once a night is often enough, of ninety days.
    "analytics.watch_dependence": {
        "task": "analytics.watch_dependence",
        "schedule": crontab(hour=4, minute=30),
    },
    # Delivers every event that was not handed over, or whose worker died; waiting events are 15 s old at least.
    "events.sweep": {"task": "events.sweep", "schedule": 5.0, "options": {"expires": 30}},
    # How often topics were read, from Valkey to the topics: one write a minute instead of one a page.
    "forums.write_views": {
        "task": "forums.write_views",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Reads again for the index what was read in an older way, or before its space changed its language.
    "search.catch_up": {
        "task": "search.catch_up",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # How far members have read, out of Valkey into the table: one statement a batch, so that a read writes nothing.
    "forums.write_positions": {
        "task": "forums.write_positions",
        "schedule": 10.0,
        "options": {"expires": 30},
    },
    # What topics were worth in the last day, week, … for the lists of the top ones; each time has its own pace.
    "forums.score_topics": {
        "task": "forums.score_topics",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Closes and reopens conversations whose timer is due, takes down pins whose day is over, archives boards that were open for a while.
    "forums.run_topic_timers": {
        "task": "forums.run_topic_timers",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Tags from before their names were settled, and such as an import of another hand may leave: lower case, joined.
    "forums.settle_tags": {"task": "forums.settle_tags", "schedule": crontab(hour=3, minute=20)},
    # Members who asked to be reminded of a post they keep; and bookmarks taken back a day ago go.
    "forums.remind_of_bookmarks": {
        "task": "forums.remind_of_bookmarks",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Tells pages that stand open, and those kept for visitors, of polls whose time is over; ballots are held to it by the database.
    "forums.settle_closed_polls": {
        "task": "forums.settle_closed_polls",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    # The company's share of what is said in each space, shown on its page.
    "forums.measure_voices": {"task": "forums.measure_voices", "schedule": 3600.0},
    # Drafts nobody touched for seven days are deleted.
    "forums.expire_drafts": {"task": "forums.expire_drafts", "schedule": 3600.0},
    # What visitors left waiting for a sign-in and did not touch for seven days; and claim links, after a day.
    "accounts.sweep_waiting": {"task": "accounts.sweep_waiting", "schedule": 3600.0},
    # Mail that was not handed over, or waits for its next try; a message gets 15 s before it counts as forgotten.
    "core.sweep_mail": {
        "task": "core.sweep_mail",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    # Lists of invitations whose worker died, or that were not handed over; old ones nobody confirmed go.
    "accounts.send_invitations": {
        "task": "accounts.send_invitations",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Copies of a member's data that were not handed over, or whose worker died.
    "accounts.make_waiting_exports": {
        "task": "accounts.make_waiting_exports",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Copies are kept for seven days; the hour after that they are gone.
    "accounts.sweep_exports": {"task": "accounts.sweep_exports", "schedule": 3600.0},
    # Members who asked to be deleted: reminded two days before, deleted when due, the last traces let go of.
    "accounts.advance_deletions": {
        "task": "accounts.advance_deletions",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Contact forms nobody touched for three days were left; figures wait for that.
    "support.settle_left_enquiries": {"task": "support.settle_left_enquiries", "schedule": 3600.0},
    # Solved cases on which nobody came back are closed after SUPPORT_SOLVED_DAYS days.
    "support.close_solved_cases": {"task": "support.close_solved_cases", "schedule": 3600.0},
    # Questions nobody answers become cases, where a space or board has set a clock for it.
    "support.open_unanswered": {
        "task": "support.open_unanswered",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    # Agents hear once of an answer that is overdue.
    "support.watch_clocks": {
        "task": "support.watch_clocks",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Files of cases whose worker died, or that were not handed over.
    "integrations.run_case_imports": {
        "task": "integrations.run_case_imports",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Asks help desks and mailboxes for what is new; each has its own pace.
    "integrations.sync_desks": {
        "task": "integrations.sync_desks",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Cases on their way to a help desk that were not handed to a worker, or wait for their next try.
    "integrations.send_due_hand_overs": {
        "task": "integrations.send_due_hand_overs",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    # Files of cases and their bad rows go after 30 days; what a help desk called lately, after an hour.
    "integrations.sweep": {"task": "integrations.sweep", "schedule": 3600.0},
    # Mail about what members here have not read within five minutes; for those away it was handed over at once.
    "notifications.send_due_mail": {
        "task": "notifications.send_due_mail",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Everybody on the roll of a vote hears that it is open, and that it ends within a day: a batch at a time.
    "notifications.call_to_votes": {
        "task": "notifications.call_to_votes",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
}

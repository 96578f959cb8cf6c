"""Proposals with texts, options, tiers, petitions and a way through all of their dates.

Columns that the texts and the counts took over (base, source and summary of a proposal; yes, no,
version and answer_due of a tally) stay in the database, unread and with defaults, so that the release
before can run beside; a later release drops them.
"""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import governance.models.proposal

PERCENT = [
    django.core.validators.MinValueValidator(1),
    django.core.validators.MaxValueValidator(100),
]


class Migration(migrations.Migration):
    dependencies = [
        ("forums", "0022_topic_places_index"),
        ("governance", "0003_mark_conversations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("proposal", "proposal_quorum_is_a_share"),
        migrations.AlterField(
            "proposal", "quorum_percent",
            models.PositiveSmallIntegerField(db_column="quorum_percent", default=30, validators=PERCENT),
        ),
        migrations.RenameField("proposal", "quorum_percent", "binding_quorum_percent"),
        migrations.AlterField(
            "roll", "rule",
            models.CharField(max_length=300, help_text="who is on it, in words", db_column="rule"),
        ),
        migrations.RenameField("roll", "rule", "rule_words"),
        migrations.AlterField(
            "proposal", "base",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="proposals",
                to="governance.policyversion",
            ),
        ),
        migrations.AlterField("proposal", "source", models.TextField(db_default="")),
        migrations.AlterField("proposal", "summary", models.TextField(blank=True, db_default="")),
        migrations.AlterField("tally", "yes", models.PositiveIntegerField(db_default=0)),
        migrations.AlterField("tally", "no", models.PositiveIntegerField(db_default=0)),
        migrations.CreateModel(
            name='CompanyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.CharField(choices=[('adopt', 'We do what was asked'), ('decline', 'We do not, and say why')], max_length=10)),
                ('source', models.TextField(max_length=10000)),
                ('html', models.TextField()),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('was_late', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='CountedBallot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt_hash', models.BinaryField()),
                ('choice', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='in order of preference', size=None)),
                ('reason', models.TextField(blank=True, db_default='')),
            ],
        ),
        migrations.CreateModel(
            name='ProposalOption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(help_text='1, 2, 3, … as on the ballot')),
                ('title', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True, max_length=2000)),
                ('description_html', models.TextField(blank=True)),
                ('is_status_quo', models.BooleanField(default=False, help_text='keep the text in force')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['proposal', 'position'],
            },
        ),
        migrations.CreateModel(
            name='ProposalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('petition', 'Collecting signatures'), ('announced', 'Announced'), ('comment', 'In discussion'), ('waiting', 'Waiting to be called'), ('voting', 'Voting'), ('counted', 'Counted'), ('decided', 'Decided'), ('in_force', 'In force'), ('rejected', 'Rejected'), ('answered', 'Answered'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Lapsed'), ('void', 'Void')], help_text='where it stands since', max_length=10)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('note', models.CharField(blank=True, max_length=1000)),
            ],
            options={
                'ordering': ['proposal', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(help_text='the whole text as it would read')),
                ('summary', models.TextField(blank=True, max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name='ReceiptRoot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('count', models.PositiveIntegerField()),
                ('root', models.BinaryField()),
                ('leaves', models.BinaryField(help_text='the hashes, sorted, one after the other')),
                ('signature', models.BinaryField()),
            ],
            options={
                'ordering': ['proposal', 'day'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='SupersededReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('receipt_hash', models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='one_open_proposal_a_policy',
        ),
        migrations.RemoveConstraint(
            model_name='tally',
            name='tally_within_the_roll',
        ),
        migrations.RemoveConstraint(
            model_name='tally',
            name='tally_version_adopted',
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("proposal", "base"),
                migrations.RemoveField("proposal", "source"),
                migrations.RemoveField("proposal", "summary"),
                migrations.RemoveField("tally", "answer_due"),
                migrations.RemoveField("tally", "no"),
                migrations.RemoveField("tally", "version"),
                migrations.RemoveField("tally", "yes"),
            ]
        ),
        migrations.AddField(
            model_name='policyversion',
            name='adopted_by',
            field=models.ForeignKey(blank=True, help_text='the proposal that brought it into force', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answer_due',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answer_quorum_percent',
            field=models.PositiveSmallIntegerField(db_default=10, default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)]),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answer_within_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddField(
            model_name='proposal',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='called_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='called_by',
            field=models.ForeignKey(blank=True, help_text='nobody: the threshold was reached', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='comment_closes',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='comment_days',
            field=models.PositiveSmallIntegerField(db_default=30, default=30),
        ),
        migrations.AddField(
            model_name='proposal',
            name='commenters',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='proposal',
            name='commenters_counted_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='commenters_needed',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='drafted_at',
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name='proposal',
            name='in_force_after_days',
            field=models.PositiveSmallIntegerField(db_default=14, default=14),
        ),
        migrations.AddField(
            model_name='proposal',
            name='in_force_on',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='is_advisory',
            field=models.BooleanField(db_default=False, default=False, help_text='whatever the turnout, it never binds'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='majority',
            field=models.CharField(choices=[('half', 'More than half'), ('two_thirds', 'Two thirds')], db_default='half', default='half', max_length=10),
        ),
        migrations.AddField(
            model_name='proposal',
            name='method',
            field=models.CharField(choices=[('yes_no', 'Yes or no'), ('single', 'One of several'), ('approval', 'All that you approve of'), ('ranked_irv', 'Ranked, instant run-off'), ('schulze', 'Ranked, Schulze')], db_default='yes_no', default='yes_no', max_length=12),
        ),
        migrations.AddField(
            model_name='proposal',
            name='petition_closes',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='roll_rule',
            field=models.JSONField(db_default={}, default=governance.models.proposal.default_roll_rule),
        ),
        migrations.AddField(
            model_name='proposal',
            name='signature_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='proposal',
            name='signatures_needed',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='source_kind',
            field=models.CharField(choices=[('company', 'The company'), ('petition', 'Members, by petition')], db_default='company', default='company', max_length=10),
        ),
        migrations.AddField(
            model_name='proposal',
            name='threshold',
            field=models.PositiveIntegerField(db_default=7000, default=7000),
        ),
        migrations.AddField(
            model_name='proposal',
            name='threshold_percent_of_active',
            field=models.PositiveSmallIntegerField(db_default=10, default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)]),
        ),
        migrations.AddField(
            model_name='proposal',
            name='voting_days',
            field=models.PositiveSmallIntegerField(db_default=7, default=7),
        ),
        migrations.AddField(
            model_name='proposal',
            name='why_withdrawn',
            field=models.CharField(blank=True, db_default='', default='', help_text='or why it lapsed or is void', max_length=1000),
        ),
        migrations.AddField(
            model_name='proposal',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='roll',
            name='entries_root',
            field=models.BinaryField(help_text='over the hashes of its entries', null=True),
        ),
        migrations.AddField(
            model_name='roll',
            name='rule',
            field=models.JSONField(db_column='rule_facts', db_default={}, default=dict, help_text='the same for machines'),
        ),
        migrations.AddField(
            model_name='roll',
            name='shown_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='roll',
            name='voted_count',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='hash',
            field=models.BinaryField(help_text='what is published of the entry', null=True),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='salt',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='shown',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='voted',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='tally',
            name='ballots',
            field=models.PositiveIntegerField(db_default=0, help_text='abstentions among them'),
        ),
        migrations.AddField(
            model_name='tally',
            name='counts',
            field=models.JSONField(db_default={}, default=dict, help_text='{"rounds": [{"counts": {"1": 7, "2": 5}}]}, by positions on the ballot'),
        ),
        migrations.AddField(
            model_name='tally',
            name='merkle_root',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='tally',
            name='method',
            field=models.CharField(choices=[('yes_no', 'Yes or no'), ('single', 'One of several'), ('approval', 'All that you approve of'), ('ranked_irv', 'Ranked, instant run-off'), ('schulze', 'Ranked, Schulze')], db_default='yes_no', default='yes_no', max_length=12),
        ),
        migrations.AddField(
            model_name='tally',
            name='needed_to_answer',
            field=models.PositiveIntegerField(db_default=1, help_text='ballots from which on the company must answer'),
        ),
        migrations.AddField(
            model_name='tally',
            name='shown',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='of the roll, were shown the ballot'),
        ),
        migrations.AddField(
            model_name='tally',
            name='tier',
            field=models.CharField(choices=[('binding', 'Binding'), ('must_answer', 'The company must answer'), ('advisory', 'Advisory')], db_default='advisory', max_length=12),
        ),
        migrations.AddField(
            model_name='tally',
            name='winner',
            field=models.PositiveSmallIntegerField(blank=True, help_text='the position that won; nothing on a tie', null=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='announced_at',
            field=models.DateTimeField(blank=True, db_default=django.db.models.functions.datetime.Now(), null=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='closes',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='comment_opens',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('petition', 'Collecting signatures'), ('announced', 'Announced'), ('comment', 'In discussion'), ('waiting', 'Waiting to be called'), ('voting', 'Voting'), ('counted', 'Counted'), ('decided', 'Decided'), ('in_force', 'In force'), ('rejected', 'Rejected'), ('answered', 'Answered'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Lapsed'), ('void', 'Void')], default='announced', max_length=10),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='voting_opens',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='tally',
            name='outcome',
            field=models.CharField(choices=[('adopted', 'Adopted'), ('rejected', 'Rejected'), ('tie', 'A tie: nothing changes'), ('no_ballots', 'No ballots: nothing changes')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='proposal',
            constraint=models.CheckConstraint(condition=models.Q(('binding_quorum_percent__gte', 1), ('binding_quorum_percent__lte', 100)), name='proposal_quorum_is_a_share'),
        ),
        migrations.AddField(
            model_name='companyanswer',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='company_answers', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='companyanswer',
            name='proposal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='countedballot',
            name='proposal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='counted_ballots', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='proposaloption',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='proposalstep',
            name='by',
            field=models.ForeignKey(blank=True, help_text='nobody: it came by its date', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposalstep',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='base',
            field=models.ForeignKey(help_text='the version it would change', on_delete=django.db.models.deletion.PROTECT, related_name='proposed_texts', to='governance.policyversion'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='option',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='governance.proposaloption'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_texts', to='governance.policy'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='receiptroot',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipt_roots', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='signature',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signature',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='governance.proposal'),
        ),
        migrations.AddField(
            model_name='supersededreceipt',
            name='proposal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_receipts', to='governance.proposal'),
        ),
        migrations.AddConstraint(
            model_name='countedballot',
            constraint=models.UniqueConstraint(fields=('proposal', 'receipt_hash'), name='counted_once'),
        ),
        migrations.AddConstraint(
            model_name='proposaloption',
            constraint=models.UniqueConstraint(fields=('proposal', 'position'), name='option_position'),
        ),
        migrations.AddConstraint(
            model_name='proposaloption',
            constraint=models.UniqueConstraint(condition=models.Q(('is_status_quo', True)), fields=('proposal',), name='one_option_keeps'),
        ),
        migrations.AddConstraint(
            model_name='proposaloption',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='option_from_one'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.UniqueConstraint(fields=('proposal', 'policy', 'option'), name='one_text_each', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='receiptroot',
            constraint=models.UniqueConstraint(fields=('proposal', 'day'), name='one_root_a_day'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('proposal', 'member'), name='signed_once'),
        ),
        migrations.AddConstraint(
            model_name='supersededreceipt',
            constraint=models.UniqueConstraint(fields=('proposal', 'receipt_hash'), name='superseded_once'),
        ),
    ]

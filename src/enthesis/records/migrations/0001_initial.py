"""Every table of the records, as Django wrote it from the models. Triggers, rights and policies come from `records.guards`.

Indexes and constraints stand in their tables: as steps of their own each made all models anew, which took twice as long.
"""

import django.core.validators
import django.db.models.deletion
import enthesis.knowledge.regions
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clinic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("time_zone", models.CharField(default="UTC", max_length=60)),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("paper", models.CharField(choices=[("a4", "A4"), ("letter", "US Letter")], default="a4", max_length=6)),
                (
                    "units",
                    models.CharField(
                        choices=[("metric", "kg, cm, km"), ("imperial", "lb, in, miles")], default="metric", max_length=8
                    ),
                ),
                (
                    "setting",
                    models.CharField(
                        default="sports_clinic", help_text="Setting of the pack whose priors the clinic uses.", max_length=40
                    ),
                ),
                ("address", models.CharField(blank=True, default="", max_length=300)),
                ("telephone", models.CharField(blank=True, default="", max_length=40)),
                ("lock_after_minutes", models.PositiveSmallIntegerField(default=15)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("full_name", models.CharField(max_length=120)),
                (
                    "credentials",
                    models.CharField(
                        blank=True, default="", help_text="Printed after the name, for instance PT, DPT.", max_length=80
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("clinic_id", models.UUIDField(null=True)),
                ("actor_id", models.UUIDField(help_text="Person; empty for a patient, a command or a stranger.", null=True)),
                ("actor_name", models.CharField(blank=True, default="", max_length=140)),
                ("role", models.CharField(blank=True, default="", max_length=20)),
                ("verb", models.CharField(max_length=60)),
                ("patient_id", models.UUIDField(null=True)),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="Kind and id of the record, for instance encounter/0f3c….",
                        max_length=120,
                    ),
                ),
                ("outcome", models.CharField(choices=[("done", "Done"), ("refused", "Refused")], default="done", max_length=8)),
                ("because", models.CharField(blank=True, default="", max_length=300)),
                ("request_id", models.CharField(blank=True, default="", max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["clinic_id", "-at"], name="audit_by_time"),
                    models.Index(fields=["clinic_id", "patient_id", "-at"], name="audit_by_patient"),
                    models.Index(fields=["clinic_id", "actor_id", "-at"], name="audit_by_actor"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicProgramme",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(help_text="When its first version was made.")),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Since when it is offered no longer; empty: it is. Plans made from it stay as they are.",
                        null=True,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="Who made it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        help_text="Who retired it (person).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ClinicQuestionnaire",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(help_text="Its title.", max_length=200)),
                ("measure", models.CharField(help_text="Id of the measure it is the questions of.", max_length=60)),
                ("fhir", models.JSONField(help_text="The questionnaire (FHIR R4, JSON).")),
                (
                    "licence_sentence",
                    models.CharField(help_text="By which right the clinic uses it, as attested.", max_length=500),
                ),
                ("imported_at", models.DateTimeField(help_text="When it was brought in.")),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True, help_text="When it was put away; empty: it is used. Answers given on it stay.", null=True
                    ),
                ),
                (
                    "attested_by",
                    models.ForeignKey(
                        help_text="Who attested it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("clinic", "measure"),
                        name="one_questionnaire_per_measure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Encounter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("evaluation", "Evaluation"), ("treatment", "Treatment visit"), ("follow_up", "Follow-up")],
                        default="evaluation",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("awaiting_cosignature", "Waits for co-signature"),
                            ("signed", "Signed"),
                            ("abandoned", "Not held"),
                        ],
                        default="open",
                        max_length=24,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "therapist",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "status", "therapist"], name="encounter_by_status")],
            },
        ),
        migrations.CreateModel(
            name="DrawingEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("drawing", models.JSONField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.drawingentry",
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="drawingentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="drawingentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DiagnosisEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "sources",
                    models.JSONField(
                        blank=True, default=list, help_text="Ids of the pack's sources the clinician holds responsible."
                    ),
                ),
                (
                    "agrees",
                    models.CharField(
                        choices=[("accept", "Accepts the first source"), ("differ", "Differs"), ("open", "Leaves it open")],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=1000)),
                (
                    "shown",
                    models.JSONField(
                        blank=True, default=list, help_text="[[source, probability, low, high], ...] as it stood on the screen."
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.diagnosisentry",
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="diagnosisentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="diagnosisentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="records.encounter"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("complaint", models.CharField(help_text="In the patient's own words.", max_length=200)),
                (
                    "region",
                    models.CharField(
                        default=enthesis.knowledge.regions.default_region, help_text="Pack that knows this region.", max_length=40
                    ),
                ),
                (
                    "affected_side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Not recorded")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(choices=[("open", "Open"), ("discharged", "Discharged")], default="open", max_length=12),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_measures",
                    models.JSONField(
                        blank=True,
                        help_text="Ids of the measures the patient is asked (JSON list); empty: those of the region.",
                        null=True,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "lead_therapist",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="encounter",
            name="episode",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="encounters", to="records.episode"),
        ),
        migrations.CreateModel(
            name="ExerciseDoneEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("exercise", models.CharField(help_text="Id of the exercise in the knowledge pack.", max_length=80)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Affected side")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "dose",
                    models.JSONField(blank=True, default=dict, help_text="What was done, in the form of the plan's dose (JSON)."),
                ),
                (
                    "pain_during_0_10",
                    models.FloatField(
                        blank=True,
                        help_text="Pain during, 0 to 10.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.exercisedoneentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="exercisedoneentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="exercisedoneentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("finding", models.CharField(max_length=80)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Affected side")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("positive", "Positive"),
                            ("negative", "Negative"),
                            ("equivocal", "Equivocal"),
                            ("value", "Value"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=14,
                    ),
                ),
                ("value", models.CharField(blank=True, default="", max_length=120)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                ("pack_version", models.CharField(blank=True, default="", max_length=40)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.findingentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="findingentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="findingentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("baseline", "At the start"),
                            ("week_6", "After 6 weeks"),
                            ("week_12", "After 12 weeks"),
                            ("discharge", "At discharge"),
                            ("month_6", "6 months after discharge"),
                            ("month_12", "12 months after discharge"),
                        ],
                        help_text="When it is.",
                        max_length=12,
                    ),
                ),
                ("measures", models.JSONField(help_text="Ids of the measures that are asked (JSON list).")),
                ("due_on", models.DateField(help_text="The day it is meant for.")),
                ("opens_on", models.DateField(help_text="First day it may be answered.")),
                ("closes_on", models.DateField(help_text="Last day it may be answered.")),
                (
                    "remind_on",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Days on which somebody who has not answered is reminded (JSON list, ISO 8601).",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("asked", "Asked"),
                            ("started", "Begun"),
                            ("completed", "Answered"),
                            ("refused", "Refused"),
                            ("closed", "Time is over"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, help_text="When the patient was asked first; empty: not yet.", null=True),
                ),
                (
                    "completed_at",
                    models.DateTimeField(blank=True, help_text="When the last question was answered; empty: not yet.", null=True),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="records.episode"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["clinic", "status", "opens_on"], name="followup_by_status"),
                    models.Index(fields=["clinic", "due_on"], name="followup_by_due_day"),
                ],
                "constraints": [models.UniqueConstraint(fields=("episode", "occasion"), name="followup_once_per_episode")],
            },
        ),
        migrations.CreateModel(
            name="FollowUpCookie",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("cookie_hash", models.CharField(max_length=64, unique=True)),
                ("follow_up_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="FollowUpLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("follow_up_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("invited", "Link issued"),
                            ("started", "Begun"),
                            ("submitted", "Sent, waits for the therapist"),
                            ("reviewed", "Looked through"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("page", models.CharField(blank=True, default="", help_text="Where the patient stopped.", max_length=40)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="records.encounter"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="records.episode"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "status"], name="intake_by_status")],
            },
        ),
        migrations.CreateModel(
            name="IntakeAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("question", models.CharField(max_length=80)),
                ("answer", models.JSONField()),
                ("answered_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "intake",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="records.intake"),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.intakeanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("intake", "question"),
                        name="intakeanswer_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("intake_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("on_clinic_tablet", models.BooleanField(default=False, help_text="For a device that is handed back.")),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="InterventionEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("intervention", models.CharField(help_text="Id of the intervention in the knowledge pack.", max_length=80)),
                (
                    "site",
                    models.CharField(
                        blank=True, default="", help_text="Where on the body, in the recorder's words.", max_length=200
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Affected side")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "dose",
                    models.CharField(
                        blank=True, default="", help_text="How much: time, grade, repetitions, level.", max_length=200
                    ),
                ),
                (
                    "response",
                    models.CharField(blank=True, default="", help_text="What it did, in the recorder's words.", max_length=500),
                ),
                (
                    "pain_before_0_10",
                    models.FloatField(
                        blank=True,
                        help_text="Pain before, 0 to 10.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                    ),
                ),
                (
                    "pain_after_0_10",
                    models.FloatField(
                        blank=True,
                        help_text="Pain after, 0 to 10.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0.0),
                            django.core.validators.MaxValueValidator(10.0),
                        ],
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.interventionentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="interventionentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="interventionentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("full_name", models.CharField(blank=True, default="", max_length=120)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("assistant", "Assistant"),
                            ("student", "Student (co-signed)"),
                            ("front_desk", "Front desk"),
                            ("clinic_lead", "Clinic lead"),
                            ("researcher", "Researcher (de-identified)"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        help_text="None: the first start.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="records.clinic",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MeasureEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "quantity",
                    models.CharField(help_text="With the unit in its name, for instance knee_flexion_strength_n.", max_length=80),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("both", "Both"), ("", "Affected side")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("number", models.FloatField(blank=True, null=True)),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="For what is graded in words, for instance 2+ or reduced.",
                        max_length=40,
                    ),
                ),
                ("position", models.CharField(blank=True, default="", max_length=40)),
                ("note", models.CharField(blank=True, default="", max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.measureentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="measureentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="measureentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("therapist", "Therapist"),
                            ("assistant", "Assistant"),
                            ("student", "Student (co-signed)"),
                            ("front_desk", "Front desk"),
                            ("clinic_lead", "Clinic lead"),
                            ("researcher", "Researcher (de-identified)"),
                        ],
                        max_length=20,
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("calendar_token_hash", models.CharField(blank=True, db_index=True, default="", max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="records.clinic"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("person", "clinic"), name="one_role_per_clinic"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("female", "Female"), ("male", "Male"), ("other", "Other"), ("", "Not recorded")],
                        default="",
                        max_length=8,
                    ),
                ),
                ("record_number", models.CharField(blank=True, default="", max_length=40)),
                ("sport", models.CharField(blank=True, default="", max_length=80)),
                ("email_encrypted", models.BinaryField(null=True)),
                ("telephone_encrypted", models.BinaryField(null=True)),
                ("address_encrypted", models.BinaryField(null=True)),
                (
                    "may_email",
                    models.BooleanField(
                        default=None,
                        help_text="Whether e-mails about appointments and follow-ups are agreed to; empty: not asked, so none.",
                        null=True,
                    ),
                ),
                (
                    "may_email_said_at",
                    models.DateTimeField(blank=True, help_text="When the patient said so; empty: not asked.", null=True),
                ),
                (
                    "no_follow_up_at",
                    models.DateTimeField(
                        blank=True, help_text="When the patient asked not to be asked again; empty: may be asked.", null=True
                    ),
                ),
                ("preferred_language", models.CharField(blank=True, default="en", max_length=12)),
                ("simulated", models.BooleanField(default=False, help_text="Not a real patient; every screen says so.")),
                ("registered_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "family_name", "given_name"], name="patient_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("record_number", ""), _negated=True),
                        fields=("clinic", "record_number"),
                        name="one_patient_per_record_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(
                        help_text="What it is about, once: a second message of this key is never made.", max_length=160
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("follow_up", "Asks how it goes"),
                            ("reminder", "Reminds of it"),
                            ("appointment", "Appointment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("to_encrypted", models.BinaryField()),
                ("subject", models.CharField(help_text="Its subject.", max_length=200)),
                ("body", models.TextField(help_text="Its text; {link} stands where the way in is put when it is sent.")),
                (
                    "ics",
                    models.TextField(
                        blank=True, default="", help_text="Calendar entry that goes with it (iCalendar); empty: none."
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="When it was made.")),
                ("not_before", models.DateTimeField(help_text="When it may be sent, or tried again, at the earliest.")),
                (
                    "attempted_at",
                    models.DateTimeField(blank=True, help_text="When it was handed over last; empty: not yet.", null=True),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        blank=True, help_text="When the mail server had taken it; empty: it has not.", null=True
                    ),
                ),
                ("dropped_at", models.DateTimeField(blank=True, help_text="When it was given up; empty: it was not.", null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, help_text="How often it was handed over.")),
                (
                    "last_error",
                    models.CharField(blank=True, default="", help_text="What the mail server said last.", max_length=200),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        help_text="What it asks about (follow_up); empty: something else.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing",
                        to="records.followup",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="outgoing", to="records.patient"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("attempted_at__isnull", True), ("dropped_at__isnull", True)),
                        fields=["clinic", "not_before"],
                        name="outgoing_waiting",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("clinic", "key"), name="outgoing_once")],
            },
        ),
        migrations.AddField(
            model_name="intake",
            name="patient",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="intakes", to="records.patient"),
        ),
        migrations.AddField(
            model_name="followup",
            name="patient",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="follow_ups", to="records.patient"),
        ),
        migrations.CreateModel(
            name="EpisodeEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("running_resumed", "Running resumed"),
                            ("race", "Race"),
                            ("flare", "Flare"),
                            ("recurrence", "Recurrence"),
                            ("imaging", "Imaging"),
                            ("injection", "Injection"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("on_day", models.DateField(help_text="The day it happened.")),
                ("text", models.CharField(blank=True, default="", help_text="What it was, in a few words.", max_length=200)),
                ("simulated", models.BooleanField(default=False, help_text="Made up for a demonstration; every screen says so.")),
                ("at", models.DateTimeField(help_text="When it was entered.")),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, help_text="When it was taken back as a mistake; empty: it stands.", null=True
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        help_text="Who entered it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="records.episode"),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="episode_events", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "episode", "on_day"], name="episodeevent_by_day")],
            },
        ),
        migrations.AddField(
            model_name="episode",
            name="patient",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="episodes", to="records.patient"),
        ),
        migrations.AddField(
            model_name="encounter",
            name="patient",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="encounters", to="records.patient"),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("evaluation_note", "Evaluation note"),
                            ("visit_note", "Visit note"),
                            ("referral_letter", "Referral letter"),
                            ("referrer_letter", "Letter to the referrer"),
                            ("patient_summary", "Summary for the patient"),
                            ("progress_report", "Progress report"),
                            ("discharge_report", "Discharge report"),
                            ("case_report", "Case report draft"),
                        ],
                        max_length=24,
                    ),
                ),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="records.encounter"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Discharge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(help_text="When the patient was discharged.")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("goals_reached", "Goals reached"),
                            ("enough", "Good enough for the patient"),
                            ("no_further_gain", "No further gain expected here"),
                            ("referred", "Care goes on elsewhere"),
                            ("patient_stopped", "The patient stopped coming"),
                            ("other", "Another reason"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "criteria",
                    models.JSONField(
                        help_text="Each criterion as it stood (JSON list): id, words, state (met, not_met, not_assessed), value, because."
                    ),
                ),
                ("maintenance", models.TextField(blank=True, default="", help_text="What the patient goes on with.")),
                ("summary", models.TextField(blank=True, default="", help_text="The clinician's words about the course.")),
                (
                    "reopened_at",
                    models.DateTimeField(
                        blank=True, help_text="When the episode was opened again; empty: it was not.", null=True
                    ),
                ),
                (
                    "reopened_because",
                    models.CharField(blank=True, default="", help_text="Why it was opened again.", max_length=300),
                ),
                (
                    "by",
                    models.ForeignKey(
                        help_text="Who decided it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        help_text="Who opened it again (person).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="discharges", to="records.episode"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="discharges", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reopened_at__isnull", True)),
                        fields=("episode",),
                        name="one_standing_discharge_per_episode",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField(default=45)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("arrived", "Arrived"),
                            ("in_room", "In the room"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        default="booked",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0, help_text="Counts changes; the sequence number of the calendar entry."
                    ),
                ),
                ("booked_at", models.DateTimeField()),
                (
                    "booked_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "therapist",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.encounter",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="records.episode",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appointments", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "starts_at"], name="appointment_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("measure", models.CharField(help_text="Id of the measure.", max_length=60)),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("left", "Left"), ("right", "Right"), ("", "No side")], default="", max_length=8
                    ),
                ),
                ("taken_on", models.DateField(help_text="The day it is true for.")),
                (
                    "content",
                    models.JSONField(
                        help_text="What was given (JSON): number, total, items, activities or response; left_out: true where the patient passed over it."
                    ),
                ),
                (
                    "said_by",
                    models.CharField(
                        choices=[("patient", "The patient, on their own device"), ("staff", "Entered at the clinic")],
                        help_text="Whose words it is.",
                        max_length=8,
                    ),
                ),
                ("simulated", models.BooleanField(default=False, help_text="Made up for a demonstration; every screen says so.")),
                ("at", models.DateTimeField(help_text="When it was given.")),
                (
                    "entered_by",
                    models.ForeignKey(
                        help_text="Who typed it (person); empty: the patient.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.answer",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        help_text="The clinic's own questionnaire it was given on (clinic_questionnaire); empty: none.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="records.clinicquestionnaire",
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="records.episode"),
                ),
                (
                    "follow_up",
                    models.ForeignKey(
                        help_text="The occasion it answers (follow_up); empty: taken on another day.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="records.followup",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="records.patient"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "episode", "measure", "taken_on"], name="answer_by_measure")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("follow_up__isnull", False), ("replaces__isnull", True)),
                        fields=("follow_up", "measure", "side"),
                        name="answer_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientCorrection",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("field", models.CharField(max_length=40)),
                ("earlier_value", models.TextField(blank=True)),
                ("corrected_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "corrected_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PatientSearchKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=180)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="search_keys", to="records.patient"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "key"], name="patient_by_key")],
            },
        ),
        migrations.CreateModel(
            name="Phone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "label",
                    models.CharField(blank=True, default="", help_text="Kind of device, for instance iPhone.", max_length=60),
                ),
                ("linked_at", models.DateTimeField(help_text="When it was linked.")),
                ("last_seen_at", models.DateTimeField(help_text="When it was last heard of, to the hour.")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, help_text="When its way in was closed; empty: it is open.", null=True),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="phones", to="records.patient"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DailyEvent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("morning", "Morning check"),
                            ("session", "Exercise session"),
                            ("run", "Run"),
                            ("sitting", "Sitting"),
                            ("warning", "Warning sign"),
                            ("goal", "Own goal"),
                            ("correction", "Correction of an earlier entry"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField(help_text="The patient's day it is about.")),
                ("said_at", models.DateTimeField(help_text="When it was told, by the phone's clock.")),
                ("received_at", models.DateTimeField(help_text="When it reached the clinic.")),
                ("content", models.JSONField(help_text="What was told (JSON); what is not there was not told.")),
                (
                    "replaces",
                    models.UUIDField(
                        blank=True, help_text="For a correction: id of the event it corrects, which may arrive later.", null=True
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="daily_events", to="records.patient"
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(
                        help_text="The phone it came from; empty: typed at the clinic.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.phone",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PhoneCookie",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("cookie_hash", models.CharField(max_length=64, unique=True)),
                ("plan_id", models.UUIDField()),
                ("phone_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="PhoneLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("plan_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("status", models.CharField(choices=[("active", "Active"), ("ended", "Ended")], default="active", max_length=8)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reviewed_until",
                    models.DateField(blank=True, help_text="Last day the nightly review has judged; empty: none yet.", null=True),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="records.episode"),
                ),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="records.patient"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "status", "reviewed_until"], name="plan_by_review")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "active")), fields=("episode",), name="one_active_plan_per_episode"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="phone",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="phones", to="records.plan"),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("sent_at", models.DateTimeField(help_text="When it was sent.")),
                (
                    "read_at",
                    models.DateTimeField(
                        blank=True, help_text="When the clinic read it, or when it reached a phone; empty: not yet.", null=True
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        help_text="Who wrote it (person); empty: the patient.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="records.plan"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="EventReview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        help_text="What was looked at (daily_event).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="records.dailyevent",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        help_text="Who looked (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        help_text="The plan it belongs to (plan).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="records.plan",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="dailyevent",
            name="plan",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="records.plan"),
        ),
        migrations.CreateModel(
            name="PlanAlert",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "Warning sign told"),
                            ("refer", "Refer"),
                            ("flare", "Flare"),
                            ("silence", "Nothing heard"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "what",
                    models.CharField(blank=True, default="", help_text="Which warning sign, where there was one.", max_length=40),
                ),
                ("day", models.DateField(help_text="The day it is about.")),
                ("sentence", models.CharField(help_text="What happened, for the clinician.", max_length=500)),
                ("raised_at", models.DateTimeField(help_text="When it was raised.")),
                (
                    "seen_at",
                    models.DateTimeField(blank=True, help_text="When somebody had seen it; empty: nobody has.", null=True),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.patient"),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="records.plan"),
                ),
                (
                    "seen_by",
                    models.ForeignKey(
                        help_text="Who saw it (person).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "seen_at"], name="alert_by_seen")],
                "constraints": [models.UniqueConstraint(fields=("plan", "kind", "what", "day"), name="one_alert_per_day")],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(help_text="1 for the first version of the plan.")),
                (
                    "suggestion",
                    models.JSONField(
                        blank=True, default=dict, help_text="The plan as it was suggested (JSON); {} where nothing was."
                    ),
                ),
                ("document", models.JSONField(help_text="The plan as it was decided (JSON).")),
                ("patient_sentence", models.TextField(blank=True, default="", help_text="Why it changed, for the patient.")),
                ("clinician_sentence", models.TextField(blank=True, default="", help_text="Why it changed, for the clinician.")),
                ("made_at", models.DateTimeField(help_text="From when it holds.")),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="Who decided; empty: the rules, overnight.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="records.plan"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("plan", "number"), name="planversion_once")],
            },
        ),
        migrations.CreateModel(
            name="PlanProposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("based_on", models.PositiveIntegerField(help_text="Number of the version it changes; 0 for a new plan.")),
                (
                    "suggestion",
                    models.JSONField(
                        blank=True, default=dict, help_text="The plan as it was suggested (JSON); {} where nothing was."
                    ),
                ),
                ("document", models.JSONField(help_text="The plan as the student wrote it (JSON).")),
                ("patient_sentence", models.TextField(blank=True, default="", help_text="Why, for the patient.")),
                ("clinician_sentence", models.TextField(blank=True, default="", help_text="Why, for the clinician.")),
                ("proposed_at", models.DateTimeField(help_text="When it was written.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a co-signature"),
                            ("cosigned", "Co-signed"),
                            ("handed_back", "Handed back"),
                            ("replaced", "A later one took its place"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, help_text="When; empty: it waits.", null=True)),
                ("reason", models.CharField(blank=True, default="", help_text="Why it was handed back.", max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        help_text="Who co-signed or handed back (person).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan_proposals", to="records.episode"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.patient"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        help_text="Who wrote it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        help_text="The version it became (plan_version).",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.planversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")), fields=("episode",), name="one_proposal_waits"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PortalSession",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("cookie_hash", models.CharField(max_length=64, unique=True)),
                ("intake_id", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "on_clinic_tablet",
                    models.BooleanField(default=False, help_text="Ends when the answers are sent; the device is handed back."),
                ),
                ("clinic", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.clinic")),
            ],
        ),
        migrations.CreateModel(
            name="ProgrammeVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(help_text="1 for the first version of the programme.")),
                (
                    "content",
                    models.JSONField(help_text="The programme: name, purpose, sources, exercises with doses by phase (JSON)."),
                ),
                ("made_at", models.DateTimeField(help_text="From when it holds.")),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        help_text="Who wrote it (person).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        help_text="The programme (clinic_programme).",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="records.clinicprogramme",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("programme", "number"), name="programmeversion_once")],
            },
        ),
        migrations.CreateModel(
            name="ProposedStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(help_text="The day that was judged.")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("refer", "See somebody"),
                            ("flare", "Flare"),
                            ("regress", "Step back"),
                            ("hold", "Stay"),
                            ("progress", "Step up"),
                        ],
                        max_length=8,
                    ),
                ),
                ("rule", models.CharField(blank=True, default="", help_text="Id of the rule that decided.", max_length=60)),
                ("patient_sentence", models.TextField(blank=True, default="", help_text="The reason, for the patient.")),
                ("clinician_sentence", models.TextField(blank=True, default="", help_text="The reason, for the clinician.")),
                (
                    "proposal",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="The changes, and the plan's document as it would be with them (JSON).",
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="When the rules were asked.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for the clinician"),
                            ("confirmed", "Confirmed"),
                            ("adjusted", "Adjusted"),
                            ("declined", "Declined"),
                            ("applied", "Done by itself: never a step up"),
                            ("noted", "Nothing to change"),
                            ("replaced", "A later one took its place"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, help_text="When it was decided.", null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        help_text="Who decided (person); empty: nobody yet, or the rules.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("plan", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="records.plan")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "status"], name="step_by_status")],
                "constraints": [models.UniqueConstraint(fields=("plan", "day"), name="one_step_per_day")],
            },
        ),
        migrations.AddField(
            model_name="planversion",
            name="from_step",
            field=models.ForeignKey(
                help_text="The proposed step it came from.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.proposedstep",
            ),
        ),
        migrations.CreateModel(
            name="RedFlagEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("referred_now", "Referred now"),
                            ("referred_soon", "Referral arranged"),
                            ("discussed", "Discussed with a physician"),
                            ("watch", "Re-check at the next visit"),
                            ("explained", "Explained by something else"),
                        ],
                        max_length=24,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.redflagentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="redflagentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)),
                        fields=("encounter", "key"),
                        name="redflagentry_first_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("signed_as", models.CharField(max_length=220)),
                ("is_cosignature", models.BooleanField(default=False)),
                ("signed_at", models.DateTimeField()),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="records.encounter"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_cosignature", True)), fields=("encounter",), name="cosigned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TextEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "key",
                    models.CharField(help_text="What it is about, unique among the current entries of its kind.", max_length=160),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("examination", "Recorded in the room"),
                            ("intake", "Patient's intake, confirmed"),
                            ("import", "Imported case file"),
                            ("undo", "Undone"),
                        ],
                        default="examination",
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("text", models.TextField(blank=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.clinic"
                    ),
                ),
                (
                    "encounter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s_set", to="records.encounter"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="records.textentry",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["clinic", "encounter"], name="textentry_by_encounter")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaces__isnull", True)), fields=("encounter", "key"), name="textentry_first_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["clinic", "patient", "-opened_at"], name="episode_by_patient"),
        ),
        migrations.AddIndex(
            model_name="encounter",
            index=models.Index(fields=["clinic", "patient", "-started_at"], name="encounter_by_patient"),
        ),
        migrations.AddIndex(
            model_name="dailyevent",
            index=models.Index(fields=["clinic", "plan", "day"], name="dailyevent_by_day"),
        ),
    ]

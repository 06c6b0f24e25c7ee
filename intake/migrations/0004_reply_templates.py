"""Three letters to begin with. Names in braces are filled in on the desk."""

from django.db import migrations

CRISIS = """If you are in danger or cannot wait, please do not wait for me: call or text 988 at any hour, or call 911."""

MAIL = """Mail can be read by others on its way, so please keep it short. We can speak about the rest."""

TEMPLATES = [
    {
        "order": 1,
        "name": "Welcome",
        "state": "contacted",
        "subject": "Your message to {practitioner}",
        "body": f"""Hello {{name}},

thank you for writing to me. I have read your message, and I would be glad to talk with you.

A short talk on the telephone is a good first step. We can both see whether working together feels right. Would one of these times suit you?

    (first time)
    (second time)

If not, send me two or three that do. You can also call me: {{telephone}}.

{MAIL}

{CRISIS}

Warm regards
{{practitioner}}
""",
    },
    {
        "order": 2,
        "name": "Full",
        "state": "waiting",
        "subject": "Your message to {practitioner}",
        "body": f"""Hello {{name}},

thank you for writing to me. I have read your message. All my hours are taken at the moment, and I am sorry that I cannot see you soon.

I have put you on my waiting list and will write to you when an hour becomes free. I cannot say yet when that will be. If you would rather not be on the list, tell me and I will take you off.

Please look for someone else meanwhile, if you do not want to wait. If it helps, I can name a few colleagues.

{MAIL}

{CRISIS}

Warm regards
{{practitioner}}
""",
    },
    {
        "order": 3,
        "name": "Referral",
        "state": "referred",
        "subject": "Your message to {practitioner}",
        "body": f"""Hello {{name}},

thank you for writing to me. I have read your message, and I believe that someone else can help you better than I can. That says nothing about you: it is about what I do and where I may work.

These are people or places I would ask first:

    (name and number)
    (name and number)

If none of them has room, write to me again and I will think about whom else you could ask.

{MAIL}

{CRISIS}

Warm regards
{{practitioner}}
""",
    },
]


def write(apps, schema_editor):
    """Beside what is there: a template of the same name is the practitioner's own."""
    template = apps.get_model("intake", "ReplyTemplate")
    for words in TEMPLATES:
        template.objects.get_or_create(name=words["name"], defaults=words)


def take_back(apps, schema_editor):
    """Only what nobody has changed."""
    template = apps.get_model("intake", "ReplyTemplate")
    for words in TEMPLATES:
        template.objects.filter(**words).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("intake", "0003_minor"),
    ]

    operations = [
        migrations.RunPython(write, take_back),
    ]

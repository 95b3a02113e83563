"""A release freezes what stands around its sessions too; people of another country are counted in one row."""

from django.db import migrations, models


def put_together(apps, schema_editor):
    """SQLite let a headcount have several rows without a country: one row with all their people."""
    rows = apps.get_model("sessions_app", "HeadcountByCountry").objects.using(schema_editor.connection.alias)
    repeated = rows.filter(country=None).values("headcount").annotate(n=models.Count("pk")).filter(n__gt=1)
    for headcount in list(repeated.values_list("headcount", flat=True)):
        first, *others = rows.filter(headcount=headcount, country=None).order_by("pk")
        first.people += sum(row.people for row in others)
        first.save()
        rows.filter(pk__in=[row.pk for row in others]).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('countries', '0002_translation_state'),
        ('sessions_app', '0005_workflow'),
    ]

    operations = [
        migrations.AddField(
            model_name='release',
            name='frame',
            field=models.JSONField(default=dict, editable=False, verbose_name='what stood around it'),
        ),
        migrations.RunPython(put_together, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='headcountbycountry',
            constraint=models.UniqueConstraint(condition=models.Q(('country', None)), fields=('headcount',), name='one_count_of_another_country', violation_error_message='This country is counted already.'),
        ),
    ]

"""On PostgreSQL the database itself refuses two sessions in one room at once, whatever the application does.

SQLite has no exclusion constraint; there one writer at a time checks and saves within one immediate transaction.
"""

from django.db import migrations

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE sessions_app_session ADD CONSTRAINT one_session_per_room_and_time
EXCLUDE USING gist (room_id WITH =, tsrange(day + starts, day + ends) WITH &&)
WHERE (status NOT IN ('moved', 'cancelled'));
"""
REMOVE = "ALTER TABLE sessions_app_session DROP CONSTRAINT one_session_per_room_and_time;"


def on_postgresql(sql):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0001_initial")]
    operations = [migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE))]

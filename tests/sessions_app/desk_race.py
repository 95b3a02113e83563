"""Several coordinators save the same room at the same moment through the admin's form, for real (see race.py).

Run as a program (`test_desk_race.py` does): prints one JSON object, how many were led back to the week, and which
field the others are told about. The room is held while they come: on PostgreSQL all have passed the form’s check by
then, so that only the booking itself can refuse, within the save.
"""

import json
import os
import re
import threading
import time as clock

os.environ["DEBUG"] = "1"  # static files by their plain names: nothing is collected here

from tests.sessions_app.race import own_database

WRITERS = 5
HELD = 4  # seconds in which every writer comes to wait


def main():
    with own_database():
        from django.db import transaction
        from django.test import Client

        from sessions_app.models import Room, Session
        from tests import rows

        room, module = rows.room(), rows.module()
        coordinator, found = rows.coordinator(room.point), []
        clients = [Client(SERVER_NAME="localhost") for _ in range(WRITERS)]
        for client in clients:
            client.force_login(coordinator)
        threads = [threading.Thread(target=save, args=(client, room, module, found)) for client in clients]
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=room.pk)
            for thread in threads:
                thread.start()
            clock.sleep(HELD)
        for thread in threads:
            thread.join()
        print(json.dumps({"saved": Session.objects.count(), "answers": sorted(found, key=str)}))


def save(client, room, module, found: list) -> None:
    from django.db import connections

    data = {
        "module": module.pk, "status": "draft", "point": room.point_id, "room": room.pk, "day": "24/11/2026",
        "starts": "09:30", "ends": "12:30", "languages": ["fr"], "seats": "15",
    }  # fmt: skip
    response = client.post("/fr/admin/sessions_app/session/add/", data)
    told = re.findall(r'class="errorlist" id="id_(\w+)_error"', response.content.decode())
    found.append([response.status_code, told])
    connections.close_all()


if __name__ == "__main__":
    main()

"""Who may do what, as data: role × record × action, and role × every other address. docs/roles.md in letters.

v sees, a adds, c changes, d deletes. `tests/foras/test_role_matrix.py` walks all of it; a new address fails there.
"""

ROLES = (
    "anonymous",
    "clerk",  # on the staff, in no group
    "translator",  # of Arabic
    "editor",  # of Mali
    "publisher",
    "local",  # a publisher of Mali
    "coordinator",  # of one point
    "manager",
    "programme",
    "administrator",
    "superuser",
)
STAFF = ROLES[1:]

_TEXTS = (
    "countries.Section", "countries.Opportunity", "countries.Contact", "countries.Country", "countries.Topic",
    "countries.Sector", "portal.Page", "portal.Step", "portal.Question", "portal.ChecklistItem", "portal.Figure",
    "portal.Partner",
)  # fmt: skip
_FOUND = {"desk.LinkCheck": "v", "desk.PageWeight": "v"}
_EVERYTHING = (
    dict.fromkeys(_TEXTS, "vacd")
    | {
        "core.Source": "vacd",
        "testimonies.Testimony": "vac",  # it has a consent: withdrawn, never deleted
        "testimonies.Consent": "vac",
        "testimonies.Recording": "vc",
    }
    | _FOUND
)
RIGHTS = {
    "translator": dict.fromkeys((*_TEXTS, "testimonies.Testimony"), "vc")
    | {"core.Source": "v", "testimonies.Recording": "v"},
    "editor": dict.fromkeys(("countries.Section", "countries.Opportunity", "countries.Contact"), "vac")
    | dict.fromkeys(_TEXTS[6:], "v")  # shared by all countries
    | {"countries.Country": "vc", "countries.Topic": "v", "countries.Sector": "v", "core.Source": "vac"}
    | {"testimonies.Testimony": "vac", "testimonies.Recording": "vc"}
    | _FOUND,
    "publisher": _EVERYTHING,
    "local": _EVERYTHING
    | dict.fromkeys((*_TEXTS[4:],), "v")  # shared by all countries
    | {"countries.Country": "vcd"},
    "manager": {"core.Source": "vac"},
    "administrator": _EVERYTHING | {"auth.User": "vac", "auth.Group": "v", "core.AuditEntry": "v"},
    "superuser": _EVERYTHING | {"auth.User": "vacd", "auth.Group": "vacd", "core.AuditEntry": "v"},
}
# For an editor or a publisher of Mali, Guinea's rows of these do not exist.
LIMITED = ("editor", "local")
OF_A_COUNTRY = {
    "countries.Section", "countries.Opportunity", "countries.Contact", "countries.Country", "testimonies.Testimony",
    "testimonies.Recording", "testimonies.Consent",
}  # fmt: skip

# Of tests/sessions_app/test_desk_access.py, which is the policy of sessions: the column of each role.
SESSIONS = {
    "anonymous": "anonymous",
    "coordinator": "own",
    "manager": "manager",
    "administrator": "manager",
    "superuser": "superuser",
}  # fmt: skip; the others are "staff"
TRANSLATED_SESSIONS = {  # modules are texts: a translator reads and translates them
    "sessions_app_module_changelist": (200, 200),
    "sessions_app_module_change": (200, 302),
    "sessions_app_module_history": (200, 200),
    "sessions_app_module_restore": (200, 200),
}


def _for(roles, answers, others):
    """`answers` (GET, POST) to `roles`, `others` to all other staff; the door to who is not signed in."""
    return {"anonymous": (302, 302)} | {role: answers if role in roles else others for role in STAFF}


_PEOPLE = ("administrator", "superuser")
_LEDGER = ("publisher", "local", "administrator", "superuser")
_READERS = ("translator", "editor", *_LEDGER)
_NOT_MALIS = {"local": (404, 404)}  # what is asked for here is Guinea's
_REPORTS = ("programme", *_LEDGER)
_PLANNERS = ("coordinator", "manager", "administrator", "superuser")
_PRINT = _for(_PLANNERS, (404, 405), (403, 405))  # of what does not exist; else tests/sessions_app/test_print_views.py
OTHERS = {
    "admin:index": _for(STAFF, (200, 200), ()),
    "admin:login": {"anonymous": (200, 200)} | dict.fromkeys(STAFF, (302, 200)),
    "admin:jsi18n": _for(STAFF, (200, 405), ()),
    "admin:password_change": _for(STAFF, (200, 200), ()),
    "admin:password_change_done": _for(STAFF, (200, 405), ()),
    "admin:autocomplete": _for((*_READERS, "manager"), (200, 405), (403, 405)),
    "admin:view_on_site": _for(STAFF, (404, 404), ()),
    "admin:app_list": _for(_READERS, (200, 200), (404, 404)),
    "admin:auth_user_password_change": _for(_PEOPLE, (200, 200), (403, 403)),
    "admin:auth_user_second_factor": _for(_PEOPLE, (200, 302), (403, 403)),
    "admin:testimonies_consent_review": _for(_LEDGER, (200, 302), (403, 403)) | _NOT_MALIS,
    "admin:testimonies_consent_withdraw": _for(_LEDGER, (200, 302), (403, 403)) | _NOT_MALIS,
    "admin:testimonies_recording_again": {"anonymous": (302, 302)}
    | {role: (405, 404 if role in LIMITED else 302 if role in _LEDGER else 403) for role in STAFF},
    "admin:testimonies_recording_media": _for(_READERS, (404, 405), (403, 405)),
    "print_poster_draft": _PRINT,
    "print_correction": _PRINT,
    "print_facilitator": _PRINT,
    "print_sign_in": _PRINT,
    "print_slips": _PRINT,
    "print_door": _PRINT,
    "print_certificate": _PRINT,
    "desk_still_in": {"anonymous": (403, 405)} | dict.fromkeys(STAFF, (200, 405)),
    "desk_second_factor": _for(STAFF, (200, 200), ()),
    "desk": _for(STAFF, (200, 405), ()),
    "desk_still_true": _for(_LEDGER, (405, 302), (405, 403)),
    "desk_still_true_undo": _for(_LEDGER, (405, 302), (405, 403)),
    "desk_matrix": _for(STAFF, (200, 200), ()),
    "desk_matrix_next": _for(STAFF, (302, 405), ()),
    "desk_exchange": _for(_READERS, (200, 405), (403, 403)),
    "desk_export": _for(_READERS, (200, 405), (403, 403)),
    "desk_import": _for(_READERS, (405, 200), (403, 403)),
    "desk_reports": _for(_REPORTS, (200, 405), (403, 403)),
    "desk_reports_csv": _for(_REPORTS, (200, 405), (403, 403)),
    "desk_reports_xlsx": _for(_REPORTS, (200, 405), (403, 403)),
    "desk_reports_pdf": _for(_REPORTS, (200, 405), (403, 403)),
    "desk_trash": _for(_LEDGER, (200, 405), (403, 403)),
    "desk_bring_back": _for(_LEDGER, (200, 302), (403, 403)) | _NOT_MALIS,
}
WALKED_ELSEWHERE = {"admin:logout"}  # it ends the walk: tests/desk/test_sittings.py

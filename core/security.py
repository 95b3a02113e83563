"""Malformed requests get a 400 that carries every header, whichever layer or database would have stumbled."""

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.middleware import security


class SecurityMiddleware(security.SecurityMiddleware):
    """Django's own asks for the host to redirect to https, outside of the layers that add headers."""

    def process_request(self, request):
        try:
            return super().process_request(request)
        except DisallowedHost:
            return None  # CommonMiddleware says 400


class RefuseNulMiddleware:
    """PostgreSQL stores no NUL: one in a filter or in the session cookie would be a server error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Every page: whichever reads the session, an error page for staff included, would stumble over the cookie."""
        if any("\0" in value for value in request.COOKIES.values()):
            raise SuspiciousOperation("A NUL in a cookie")
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """The admin alone takes filters as they come; other pages read them through forms."""
        queried = (value for name in request.GET for value in request.GET.getlist(name))
        if "admin" in request.resolver_match.app_names and any("\0" in value for value in queried):
            raise SuspiciousOperation("A NUL in the query")

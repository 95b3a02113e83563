"""Every answer says how long it may be kept; the default is: ask again each time, which costs one 304."""


class RevalidateMiddleware:
    """An edited hour or a withdrawn story must not live on in a browser's cache. Views that know better say so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-cache")
        return response

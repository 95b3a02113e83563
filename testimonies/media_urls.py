"""One address for everything that can be heard or seen: a random token, without a language."""

from django.urls import path, register_converter

from testimonies import media_views


class TokenConverter:
    """32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


CONVERTER = "media_token"
register_converter(TokenConverter, CONVERTER)

urlpatterns = [path(f"media/<{CONVERTER}:token>", media_views.media, name="media")]

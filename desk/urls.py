"""The desk's addresses, under /<language>/desk/."""

urlpatterns = []

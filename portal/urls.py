from django.urls import path

from portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("return/", views.how_a_return_works, name="return"),
    path("questions/", views.questions, name="questions"),
    path("checklist/", views.checklist, name="checklist"),
    path("figures/", views.figures, name="figures"),
    path("sitemap/", views.site_map, name="site_map"),
    path("about/", views.about, name="about"),
    path("<slug:slug>/", views.page, name="page"),  # last: any other word is a page of text, or a 404
]

# /seguimiento/
urlpatterns: list = []

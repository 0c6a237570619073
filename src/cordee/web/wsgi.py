from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from cordee.web.lakes import warm_up


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.web.settings")

application = get_wsgi_application()

# The first reader should not wait for what every reader needs; the server answers meanwhile.
Thread(target=warm_up, name="warm-up", daemon=True).start()

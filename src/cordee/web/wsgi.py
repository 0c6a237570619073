from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from cordee.web.lakes import warm_up


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cordee.web.settings")

application = get_wsgi_application()

# Before anything new begins: what an earlier server was killed over was broken off.
import_string("cordee.web.background.begin")()

# What a day asks for once, whoever calls: models load when Django is set up, so not before this line.
Thread(target=import_string("cordee.web.daily.keep_days"), name="daily", daemon=True).start()

# The first reader should not wait for what every reader needs; the server answers meanwhile.
Thread(target=warm_up, name="warm-up", daemon=True).start()

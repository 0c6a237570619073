"""What the audit's actions of the whole room are called; each part names its own."""

from __future__ import annotations

from cordee.programmes import states
from cordee.programmes.granting import states as granting
from cordee.programmes.moving import states as moving
from cordee.programmes.reviewing import states as reviewing
from cordee.programmes.selecting import states as selecting


DEED_NAMES = {
    **states.DEED_NAMES,
    **reviewing.DEED_NAMES,
    **selecting.DEED_NAMES,
    **granting.DEED_NAMES,
    **moving.DEED_NAMES,
}
